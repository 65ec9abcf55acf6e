/**
 * The nudge feed: which tables moved, told when a refetch can see it, with every possible miss announced.
 *
 * <p>The way of a change: the server's output plugin, a decoder, {@code Transactions} (one transaction's tables),
 * {@code Announcer} (waits for the window to close and for the transactions to be visible), {@code Outbox} (conflates
 * until the application takes it).
 */
@NullMarked
package io.github.pgchime.nudge;

import org.jspecify.annotations.NullMarked;
