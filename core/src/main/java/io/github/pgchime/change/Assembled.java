package io.github.pgchime.change;

import java.util.OptionalLong;

/**
 * A whole transaction that is committed.
 *
 * @param spool its messages; it is taken back when the next message is read
 * @param changes how many changes are in it
 * @param prepared where it was prepared, if it came in two phases: a raw LSN
 */
record Assembled(Commit commit, Spool spool, long changes, OptionalLong prepared) {}
