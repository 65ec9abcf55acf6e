package io.github.pgchime.bench;

import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The run's own PostgreSQL 18. It ends with the JVM, however that ends. */
public final class BenchServer implements AutoCloseable {

    private static final int MAJOR = 18;

    /** Autovacuum would come and go among the runs; the tables only grow. */
    private static final Map<String, String> SETTINGS =
            Map.of("autovacuum", "off", "max_wal_size", "8GB", "shared_buffers", "256MB");

    private final PostgresServer server;
    private final TestDatabase database;

    /**
     * Starts it.
     *
     * @param bench whose resource {@code schema.sql} is run
     * @param more settings of its own
     */
    public BenchServer(Class<?> bench, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        server = PostgresServer.start(MAJOR, settings);
        try {
            database = server.newDatabase();
            database.execute(schema(bench));
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static String schema(Class<?> bench) {
        try (InputStream sql = Objects.requireNonNull(bench.getResourceAsStream("schema.sql"))) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return database.url();
    }

    /** Its version and what makes commits cheap or dear. */
    public String conditions() {
        return "PostgreSQL " + database.queryOne("SHOW server_version") + " ("
                + Stream.of("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "shared_buffers")
                        .map(name -> name + "=" + database.queryOne("SHOW " + name))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** What is done over one session. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        T on(Connection connection) throws SQLException;
    }

    /** Does something over a session of its own, in autocommit. */
    public <T> T onConnection(Work<T> work) {
        try (Connection connection = database.connect()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs statements, each committed by itself. */
    public void execute(String... statements) {
        database.execute(statements);
    }

    @Override
    public void close() {
        server.close();
    }
}
