package io.github.pgchime.bench.notify;

import io.github.pgchime.bench.Jdbc;
import io.github.pgchime.bench.Reader;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What pgjdbc's documentation shows, without its polling: a thread that waits for notifications. */
final class PgjdbcListener implements Reader {

    private final Connection connection;

    PgjdbcListener(String url, LongConsumer told) {
        URI address = URI.create(url);
        try {
            connection = DriverManager.getConnection("jdbc:postgresql://" + address.getHost() + ":" + address.getPort()
                    + address.getPath() + "?sslmode=disable&user=" + address.getUserInfo());
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + NotifySender.CHANNEL);
            }
            PGConnection session = connection.unwrap(PGConnection.class);
            Thread.ofPlatform().name("pgjdbc").daemon().start(() -> read(session, told));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(PGConnection session, LongConsumer told) {
        try {
            while (true) {
                PGNotification[] notifications = session.getNotifications(0);
                told.accept(notifications.length);
            }
        } catch (SQLException e) {
            if (!Jdbc.isAborted(connection)) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        Jdbc.abort(connection);
    }
}
