package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import java.time.Instant;
import java.util.Optional;

/**
 * A committed transaction, or a logical message outside of any.
 *
 * @param xid its 32-bit transaction id, unsigned; 0 for a message outside of any
 * @param lsn where its commit record begins
 * @param end where it ends: what an acknowledgement confirms
 * @param time when it was committed, by the server's clock, in microseconds
 * @param origin the replication origin that it came from, if from elsewhere
 * @param gid the name under which it was prepared, if it was in two phases
 */
public record Commit(long xid, Lsn lsn, Lsn end, Instant time, Optional<Origin> origin, Optional<String> gid) {

    /**
     * Where a transaction comes from that was replicated itself.
     *
     * @param name the replication origin's
     * @param lsn its commit there
     */
    public record Origin(String name, Lsn lsn) {}
}
