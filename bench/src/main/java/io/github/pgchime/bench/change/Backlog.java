package io.github.pgchime.bench.change;

import io.github.pgchime.bench.BenchServer;
import java.sql.Statement;

/** Changes that wait in a slot, for each reader in a copy of its own. */
final class Backlog {

    static final String PUBLICATION = "payments";

    private static final String ORIGIN = "backlog";
    private static final int PER_TRANSACTION = 100;

    private final BenchServer server;
    private final long changes;
    private final String end;
    private int copies;

    Backlog(BenchServer server, long atLeast) {
        this.server = server;
        this.changes = (atLeast + PER_TRANSACTION - 1) / PER_TRANSACTION * PER_TRANSACTION;
        server.execute(
                "SELECT pg_create_logical_replication_slot('" + ORIGIN + "', 'pgoutput')",
                "CALL pay(" + changes + ", " + PER_TRANSACTION + ")",
                "CHECKPOINT");
        this.end = ask("SELECT pg_current_wal_lsn()");
    }

    long changes() {
        return changes;
    }

    /** A position after the last change. */
    String end() {
        return end;
    }

    /** A slot with all the changes still to come. */
    String copy() {
        String copy = "copy_" + copies++;
        ask("SELECT pg_copy_logical_replication_slot('" + ORIGIN + "', '" + copy + "')");
        return copy;
    }

    /** The process that sends from this slot, 0 if there is none. */
    long sender(String slot) {
        return Long.parseLong(
                ask("SELECT coalesce(max(active_pid), 0) FROM pg_replication_slots WHERE slot_name = '" + slot + "'"));
    }

    /** Waits until its reader is gone, and drops it. */
    void drop(String slot) throws InterruptedException {
        while (sender(slot) != 0) {
            Thread.sleep(10);
        }
        ask("SELECT pg_drop_replication_slot('" + slot + "')");
    }

    private String ask(String sql) {
        return server.onConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                row.next();
                return String.valueOf(row.getString(1));
            }
        });
    }
}
