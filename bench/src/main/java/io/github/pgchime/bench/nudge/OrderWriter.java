package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.BenchServer;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;

/** Writes rows. */
final class OrderWriter {

    private final BenchServer server;

    OrderWriter(BenchServer server) {
        this.server = server;
    }

    /** Commits single rows as fast as one client can, with synchronous_commit=off; how many it were. */
    long writeAsClient(Duration length) {
        return server.onConnection(connection -> {
            long commits = 0;
            try (Statement statement = connection.createStatement();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO orders (state) VALUES ('new')")) {
                statement.execute("SET synchronous_commit = off");
                for (long end = System.nanoTime() + length.toNanos(); System.nanoTime() - end < 0; commits++) {
                    insert.executeUpdate();
                }
            }
            return commits;
        });
    }

    /** Commits single rows as fast as one backend can by itself, with synchronous_commit=off; how many it were. */
    long writeAsServer(Duration length) {
        return server.onConnection(connection -> {
            try (Statement statement = connection.createStatement();
                    CallableStatement call = connection.prepareCall("CALL write_commits(?, ?)")) {
                statement.execute("SET synchronous_commit = off");
                call.setDouble(1, length.toMillis() / 1e3);
                call.setLong(2, 0);
                call.registerOutParameter(2, Types.BIGINT);
                call.execute();
                return call.getLong(2);
            }
        });
    }

    void writeRows(long rows, int perTransaction) {
        server.execute("CALL write_rows(" + rows + ", " + perTransaction + ")");
    }

    /** Writes rows in transactions each of which touches all of so many tables. */
    void writeSpread(long rows, int perTransaction, int tables) {
        for (int i = 1; i <= tables; i++) {
            server.execute("CREATE TABLE IF NOT EXISTS orders_" + i + " (id int)");
        }
        server.execute("CALL write_spread(" + rows + ", " + perTransaction + ", " + tables + ")");
    }
}
