/**
 * Every committed change of a PostgreSQL database, from a logical replication slot, in the order of the commits, each until the
 * application acknowledges it.
 *
 * <p>{@link io.github.pgchime.change.ChangeStream} reads on the thread that iterates over it: a message goes from the socket to an
 * {@link io.github.pgchime.change.Assembler}, which keeps it in a {@link io.github.pgchime.spool.Spool} until its transaction
 * is whole and committed. Only then is the transaction handed over, so that nothing can cut it short, and its rows are
 * decoded as they are looked at. What goes back is one position, kept by
 * {@link io.github.pgchime.change.Acknowledgements} and sent by a thread of its own.
 */
@NullMarked
package io.github.pgchime.change;

import org.jspecify.annotations.NullMarked;
