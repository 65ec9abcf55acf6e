package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks at a journal without changing anything. Thread-safe. */
final class Overview {

    private static final String TABLE = SqlFile.read(Overview.class, "status-table.sql");
    private static final String CONSUMERS = SqlFile.read(Overview.class, "status-consumers.sql");
    private static final String DEAD = SqlFile.read(Overview.class, "dead-letters.sql");

    private final Database database;

    Overview(Database database) {
        this.database = database;
    }

    JournalStatus status() {
        return database.transaction("looking at the journal", connection -> {
            Stamp.requireInstalled(connection);
            try (Statement statement = connection.createStatement()) {
                List<JournalStatus.ConsumerStatus> consumers = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery(CONSUMERS)) {
                    while (rows.next()) {
                        consumers.add(consumer(rows));
                    }
                }
                try (ResultSet row = statement.executeQuery(TABLE)) {
                    row.next();
                    return new JournalStatus(row.getLong("bytes"), instant(row, "oldest"), consumers);
                }
            }
        });
    }

    private static JournalStatus.ConsumerStatus consumer(ResultSet row) throws SQLException {
        return new JournalStatus.ConsumerStatus(
                Objects.requireNonNull(row.getString("name")),
                List.of((String[])
                        Objects.requireNonNull(row.getArray("channels")).getArray()),
                row.getLong("lag_entries"),
                Duration.ofMillis(Math.max(0, row.getLong("lag_millis"))),
                row.getLong("retries"),
                row.getLong("dead"),
                Optional.ofNullable(row.getString("leader")),
                Optional.ofNullable(row.getString("wake_up")),
                row.getBoolean("paused"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    List<DeadLetter> dead(String consumer) {
        return database.transaction("reading the dead letters of consumer " + consumer, connection -> {
            Stamp.requireInstalled(connection);
            List<DeadLetter> letters = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(DEAD)) {
                query.setString(1, consumer);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        letters.add(new DeadLetter(
                                Rows.found(rows, rows.getInt("attempts"), false).entry(),
                                Objects.requireNonNull(rows.getString("error")),
                                instant(rows, "died_at").orElseThrow()));
                    }
                }
            }
            return letters;
        });
    }
}
