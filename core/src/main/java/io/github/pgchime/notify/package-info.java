/**
 * The notifier: LISTEN/NOTIFY that says when it may have missed something.
 *
 * <p>The way of a notification: a {@code NotifySession} (the server's word), {@code Listening} (one connection's life),
 * {@code Subscriptions} (who wants the channel), {@code Inbox} (waits for the application, with its gaps in order),
 * {@code Lane} (the handler's thread) or whatever else takes from a {@code Subscription}.
 */
@NullMarked
package io.github.pgchime.notify;

import org.jspecify.annotations.NullMarked;
