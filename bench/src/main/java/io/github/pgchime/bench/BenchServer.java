package io.github.pgchime.bench;

import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The run's own PostgreSQL 18, with the tables that are written. It ends with the JVM, however that ends. */
final class BenchServer implements AutoCloseable {

    private static final int MAJOR = 18;

    /** Autovacuum would come and go among the runs; the tables only grow. */
    private static final Map<String, String> SETTINGS =
            Map.of("autovacuum", "off", "max_wal_size", "8GB", "shared_buffers", "256MB");

    private final PostgresServer server;
    private final TestDatabase database;

    BenchServer() {
        server = PostgresServer.start(MAJOR, SETTINGS);
        try {
            database = server.newDatabase();
            database.execute(schema());
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static String schema() {
        try (InputStream sql = Objects.requireNonNull(BenchServer.class.getResourceAsStream("schema.sql"))) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return database.url();
    }

    /** Its version and what makes commits cheap or dear. */
    String conditions() {
        return "PostgreSQL " + database.queryOne("SHOW server_version") + " ("
                + Stream.of("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "shared_buffers")
                        .map(name -> name + "=" + database.queryOne("SHOW " + name))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** Commits single rows at this interval; the time at which each commit had returned, by {@link System#nanoTime}. */
    long[] writePaced(int commits, Duration interval) {
        return onConnection(connection -> {
            long[] returned = new long[commits];
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO orders (state) VALUES ('new')")) {
                long due = System.nanoTime();
                for (int i = 0; i < commits; i++) {
                    Pace.until(due);
                    insert.executeUpdate();
                    returned[i] = System.nanoTime();
                    due += interval.toNanos();
                }
            }
            return returned;
        });
    }

    /** Commits single rows as fast as one client can, with synchronous_commit=off; how many it were. */
    long writeAsClient(Duration length) {
        return onConnection(connection -> {
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
        return onConnection(connection -> {
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
        database.execute("CALL write_rows(" + rows + ", " + perTransaction + ")");
    }

    /** Writes rows in transactions each of which touches all of so many tables. */
    void writeSpread(long rows, int perTransaction, int tables) {
        for (int i = 1; i <= tables; i++) {
            database.execute("CREATE TABLE IF NOT EXISTS orders_" + i + " (id int)");
        }
        database.execute("CALL write_spread(" + rows + ", " + perTransaction + ", " + tables + ")");
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T onConnection(Work<T> work) {
        try (Connection connection = database.connect()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
