package io.github.pgchime.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;

/** Entries as queries have them: id, channel, key, payload, headers, created_at, in that order. */
final class Rows {

    private Rows() {}

    /** The entry of the current row; without a payload it is a large one. */
    static Found found(ResultSet row, int attempt, boolean replay) throws SQLException {
        Optional<String> payload = Optional.ofNullable(row.getString(4));
        Entry entry = new Entry(
                row.getLong(1),
                text(row, 2),
                Optional.ofNullable(row.getString(3)),
                new Json(payload.orElse("null")),
                new Json(text(row, 5)),
                Objects.requireNonNull(row.getObject(6, OffsetDateTime.class)).toInstant(),
                attempt,
                replay,
                Entry.NO_MAPPER);
        return new Found(entry, payload.isPresent());
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }
}
