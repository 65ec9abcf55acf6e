package io.github.pgchime.notify;

import io.github.pgchime.testkit.TestDatabase;
import io.github.pgchime.testkit.UncheckedSqlException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends numbers from 1 on until it is closed, each on every channel and in a transaction of its own. */
final class Drip implements AutoCloseable {

    /** So that a million is not reached while a fault is being noticed. */
    private static final Duration BETWEEN = Duration.ofMillis(1);

    private final TestDatabase database;
    private final List<String> channels;
    private volatile int begun;
    private volatile boolean closed;

    Drip(TestDatabase database, List<String> channels) {
        this.database = database;
        this.channels = channels;
        Thread.ofVirtual().name("drip").start(this::run);
    }

    /** The highest number whose sending may have begun by now. */
    int begun() {
        return begun;
    }

    /** Begins anew where the server has restarted; whether the number of that moment was sent nobody knows. */
    private void run() {
        while (!closed) {
            try (Connection connection = database.connect()) {
                send(connection);
            } catch (SQLException | UncheckedSqlException down) {
                pause();
            }
        }
    }

    private void send(Connection connection) throws SQLException {
        try (PreparedStatement standby = connection.prepareStatement("SELECT 1 WHERE pg_is_in_recovery()");
                PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(unnest(?), ?)")) {
            while (!closed && standby.executeQuery().next()) {
                pause();
            }
            notify.setArray(1, connection.createArrayOf("text", channels.toArray()));
            while (!closed) {
                int number = begun + 1;
                begun = number;
                notify.setString(2, number + " of a drip");
                notify.execute();
                pause();
            }
        }
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN.toNanos());
    }

    @Override
    public void close() {
        closed = true;
    }
}
