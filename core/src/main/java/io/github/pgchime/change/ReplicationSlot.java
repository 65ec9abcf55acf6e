package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.wire.Row;
import java.util.Optional;

/**
 * A replication slot as the server lists it.
 *
 * @param plugin its output plugin; empty for a physical slot
 * @param database the database that it decodes; empty for a physical slot
 * @param temporary whether it ends with its session
 * @param activePid the process that uses it now
 * @param restart the oldest log that is kept for it
 * @param confirmed up to where its consumer has acknowledged everything
 * @param lagBytes how much log there is behind {@code confirmed}
 * @param age how many transactions old the oldest catalog rows are that cannot be cleaned up because of it
 * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}; from PostgreSQL 13 on
 * @param twoPhase whether it decodes prepared transactions as such
 * @param failover whether it is carried over to standbys
 * @param invalidationReason why it cannot be used any more; from PostgreSQL 17 on
 * @see <a href="https://www.postgresql.org/docs/current/view-pg-replication-slots.html">PostgreSQL:
 *     pg_replication_slots</a>
 */
public record ReplicationSlot(
        String name,
        String plugin,
        String database,
        boolean temporary,
        Optional<Integer> activePid,
        Optional<Lsn> restart,
        Optional<Lsn> confirmed,
        Optional<Long> lagBytes,
        Optional<Long> age,
        Optional<String> walStatus,
        boolean twoPhase,
        boolean failover,
        Optional<String> invalidationReason) {

    static ReplicationSlot of(Row row) {
        return new ReplicationSlot(
                row.text("name"),
                row.text("plugin"),
                row.text("database"),
                row.bool("temporary"),
                row.optional("active_pid").map(Integer::valueOf),
                row.optional("restart_lsn").map(Lsn::parse),
                row.optional("confirmed_flush_lsn").map(Lsn::parse),
                row.optional("lag").map(Long::valueOf),
                row.optional("age").map(Long::valueOf),
                row.optional("wal_status"),
                row.optional("two_phase").filter("true"::equals).isPresent(),
                row.optional("failover").filter("true"::equals).isPresent(),
                row.optional("invalidation_reason"));
    }

    /** Whether the server has removed what the slot would need. */
    public boolean isLost() {
        return invalidationReason.isPresent()
                || walStatus.filter("lost"::equals).isPresent();
    }
}
