package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the database how the journal is doing: one row a consumer, or one without. */
record StatusQuery(Database database) {

    private static final String STATUS = SqlFile.read(StatusQuery.class, "status.sql");

    JournalStatus status() {
        return database.transaction("asking for the status", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(STATUS)) {
                rows.next();
                return read(rows);
            }
        });
    }

    private static JournalStatus read(ResultSet row) throws SQLException {
        int version = row.getInt("version");
        boolean wakeByNotify = row.getBoolean("notify");
        boolean atHome = row.getBoolean("at_home");
        long bytes = row.getLong("bytes");
        int partitions = row.getInt("partitions");
        long restBytes = row.getLong("rest_bytes");
        long lastId = row.getLong("last_id");
        Optional<Instant> oldest = instant(row, "oldest");
        List<ConsumerStatus> consumers = new ArrayList<>();
        if (row.getString("name") != null) {
            do {
                consumers.add(consumer(row));
            } while (row.next());
        }
        return new JournalStatus(
                version, wakeByNotify, atHome, bytes, partitions, restBytes, lastId, oldest, consumers);
    }

    private static ConsumerStatus consumer(ResultSet row) throws SQLException {
        return new ConsumerStatus(
                row.getString("name"),
                List.of((String[]) row.getArray("channels").getArray()),
                row.getBoolean("paused"),
                row.getLong("lag"),
                Duration.ofMillis(row.getLong("behind_ms")),
                row.getDouble("rate"),
                row.getLong("retries"),
                row.getLong("dead"),
                Optional.ofNullable(row.getString("leader")),
                instant(row, "lease_until"),
                row.getLong("epoch"),
                Optional.ofNullable(row.getString("wake_up")),
                instant(row, "active_at"),
                Optional.ofNullable(row.getString("gap")).map(Json::new));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
