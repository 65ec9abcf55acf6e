package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.journal.jdbc.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Writes entries by {@code pgchime.notify}. */
final class Publisher {

    private static final String NOTIFY = "SELECT pgchime.notify(?, ?::text::jsonb, ?, ?::text::jsonb)";
    private static final String UNTRANSLATABLE_CHARACTER = "22P05";
    private static final String INVALID_TEXT = "22P02";
    static final String UNDEFINED_SCHEMA = "3F000";

    private Publisher() {}

    static long publish(Connection connection, String channel, Optional<String> key, Json payload, Json headers)
            throws SQLException {
        ConsumerOptions.requireName("channel", channel);
        try (PreparedStatement notify = connection.prepareStatement(NOTIFY)) {
            notify.setString(1, channel);
            notify.setString(2, payload.text());
            notify.setString(3, key.orElse(null));
            notify.setString(4, headers.text());
            try (ResultSet id = notify.executeQuery()) {
                id.next();
                return id.getLong(1);
            }
        }
    }

    /** By what the caller can do. */
    static PgChimeException translated(String channel, SQLException thrown) {
        return explained(channel, SqlErrors.translated("publishing to channel " + channel, thrown));
    }

    static PgChimeException explained(String channel, PgChimeException thrown) {
        if (!(thrown instanceof ServerException said)) {
            return thrown;
        }
        return switch (said.sqlState()) {
            case UNTRANSLATABLE_CHARACTER ->
                new ConfigException(
                        "the payload for channel " + channel
                                + " has a character that PostgreSQL's jsonb cannot hold, \\u0000; leave it out, or encode it, for"
                                + " instance as Base64",
                        thrown);
            case INVALID_TEXT ->
                new ConfigException(
                        "the payload or the headers for channel " + channel + " are no valid JSON: "
                                + said.error().message(),
                        thrown);
            case UNDEFINED_SCHEMA -> Stamp.notInstalled(thrown);
            default -> thrown;
        };
    }
}
