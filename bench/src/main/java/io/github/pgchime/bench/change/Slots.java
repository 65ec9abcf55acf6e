package io.github.pgchime.bench.change;

import io.github.pgchime.testkit.Waiting;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The slots of the server that is read from. */
final class Slots {

    private final String url;

    Slots(String url) {
        this.url = Route.jdbcUrl(url);
    }

    /** Makes one for all that is committed from now on. */
    void create(String slot) {
        ask("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    }

    /** Makes one that stands where another does. */
    void copy(String slot, String copy) {
        ask("SELECT pg_copy_logical_replication_slot('" + slot + "', '" + copy + "')");
    }

    /** The process that sends from this slot, 0 if there is none. */
    long sender(String slot) {
        return Long.parseLong(
                ask("SELECT coalesce(max(active_pid), 0) FROM pg_replication_slots WHERE slot_name = '" + slot + "'"));
    }

    /** Waits until its reader is gone, and drops it. */
    void drop(String slot) {
        Waiting.until("the reader of slot " + slot + " to be gone", () -> sender(slot) == 0);
        ask("SELECT pg_drop_replication_slot('" + slot + "')");
    }

    /** Where the log ends. */
    String end() {
        return ask("SELECT pg_current_wal_lsn()");
    }

    private String ask(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
