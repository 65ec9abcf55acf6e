package io.github.pgchime.bench.journal;

import io.github.pgchime.bench.Jdbc;
import io.github.pgchime.bench.Reader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;

/**
 * What one writes by hand: wait for a notification, read what has a higher id than the last one, and store that. It skips what commits
 * later with a lower id.
 */
final class ListenAndQuery implements Reader {

    private final Connection connection;

    ListenAndQuery(String url, LongConsumer told) {
        try {
            connection = Pool.source(url).getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN orders");
                statement.execute("CREATE TABLE IF NOT EXISTS seen (id bigint)");
                statement.execute("TRUNCATE seen");
                statement.execute("INSERT INTO seen SELECT coalesce(max(id), 0) FROM notification");
            }
            Thread.ofPlatform().name("listen-and-query").daemon().start(() -> read(told));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(LongConsumer told) {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT id, channel, data::text, created_at FROM notification"
                                + " WHERE id > (SELECT id FROM seen) AND channel = 'orders' ORDER BY id LIMIT 1000");
                PreparedStatement store = connection.prepareStatement("UPDATE seen SET id = ?")) {
            PGConnection session = connection.unwrap(PGConnection.class);
            while (true) {
                session.getNotifications(0);
                long last = tell(query, told);
                while (last > 0) {
                    store.setLong(1, last);
                    store.executeUpdate();
                    last = tell(query, told);
                }
            }
        } catch (SQLException e) {
            if (!Jdbc.isAborted(connection)) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The last one's id, or 0. */
    private static long tell(PreparedStatement query, LongConsumer told) throws SQLException {
        long last = 0;
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                last = rows.getLong(1);
                told.accept(1);
            }
        }
        return last;
    }

    @Override
    public void close() {
        Jdbc.abort(connection);
    }
}
