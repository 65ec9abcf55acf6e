/**
 * The journal: notifications that are rows, so that nothing is lost while a consumer is away.
 *
 * <p>The way of an entry: {@code pgchime.notify} or a trigger inserts it, a wake-up wakes the leading instance of each
 * consumer, a tick takes a snapshot, and what is in the difference of two ticks is handled, in the order of ids.
 */
@NullMarked
package io.github.pgchime.journal;

import org.jspecify.annotations.NullMarked;
