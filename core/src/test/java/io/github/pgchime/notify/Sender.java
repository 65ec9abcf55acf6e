package io.github.pgchime.notify;

import io.github.pgchime.testkit.TestDatabase;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A session that has the server send numbered notifications: the number, a space, and the transaction that it came from.
 * A procedure's COMMIT makes many transactions of one round trip. For one thread.
 */
final class Sender implements AutoCloseable {

    private static final String PROCEDURE = """
            CREATE PROCEDURE pg_temp.send(channels text[], first int, last int, per_transaction int) LANGUAGE plpgsql AS $$
            BEGIN
              FOR number IN first .. last LOOP
                PERFORM pg_notify(channels[1 + number % cardinality(channels)], number || ' ' || pg_current_xact_id());
                IF number % per_transaction = 0 THEN
                  COMMIT;
                END IF;
              END LOOP;
            END $$""";

    private final Connection connection;
    private final int pid;

    Sender(TestDatabase database) throws SQLException {
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute(PROCEDURE);
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                pid = row.getInt(1);
            }
        }
    }

    /** The server process that sends. */
    int pid() {
        return pid;
    }

    /** Sends these numbers, the channels by turns, and commits after each number that {@code perTransaction} divides. */
    void send(List<String> channels, int first, int last, int perTransaction) throws SQLException {
        try (CallableStatement send = connection.prepareCall("CALL pg_temp.send(?, ?, ?, ?)")) {
            send.setArray(1, connection.createArrayOf("text", channels.toArray()));
            send.setInt(2, first);
            send.setInt(3, last);
            send.setInt(4, perTransaction);
            send.execute();
        }
    }

    void send(String channel, int first, int last, int perTransaction) throws SQLException {
        send(List.of(channel), first, last, perTransaction);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
