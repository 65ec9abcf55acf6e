package io.github.pgchime.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The application that writes: it knows JDBC, and nothing of pgchime. */
final class Shop {

    private final Connection session;
    private final LongSupplier ticks;

    /** @param ticks nanoseconds, from wherever */
    Shop(Connection session, LongSupplier ticks) throws SQLException, IOException {
        this.session = session;
        this.ticks = ticks;
        execute(List.of(schema()));
        session.setAutoCommit(false);
    }

    private static String schema() throws IOException {
        try (InputStream sql = Objects.requireNonNull(Shop.class.getResourceAsStream("shop.sql"))) {
            return new String(sql.readAllBytes(), UTF_8);
        }
    }

    /** Lets the scene happen, and returns the tick at which COMMIT, or ROLLBACK, was sent. */
    long play(Scene scene) throws SQLException {
        execute(scene.statements());
        long tick = ticks.getAsLong();
        switch (scene) {
            case Scene.Commit commit -> session.commit();
            case Scene.Cut cut -> session.commit();
            case Scene.Rollback rollback -> session.rollback();
        }
        return tick;
    }

    /** Ends another session, as a failing network or an impatient administrator would. */
    void kill(int backendPid) throws SQLException {
        execute(List.of("SELECT pg_terminate_backend(" + backendPid + ")"));
        session.commit();
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = session.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
