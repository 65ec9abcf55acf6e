package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.journal.jdbc.SqlErrors;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Makes entries. */
final class Publishing {

    private static final String NOTIFY = "SELECT pgchime.notify(?, CAST(? AS jsonb), ?, CAST(? AS jsonb))";

    /** No JSON; \\u0000 in it; too large or too deep for jsonb; a number that numeric cannot hold. */
    private static final Set<String> BAD_JSON = Set.of("22P02", "22P05", "54000", "54001", "22003");

    private static final JsonFactory JSON = new JsonFactory();

    private Publishing() {}

    /** In the transaction that the connection is in; the new entry's id. */
    static long publish(Connection connection, Publication publication) {
        try {
            return insert(connection, publication);
        } catch (SQLException e) {
            throw translated(publication, e);
        }
    }

    static long insert(Connection connection, Publication publication) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            statement.setString(1, publication.channel());
            statement.setString(2, publication.payload().text());
            statement.setObject(3, publication.key().orElse(null), Types.VARCHAR);
            statement.setString(4, headers(publication.headers()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static String doing(Publication publication) {
        return "publishing on " + publication.channel();
    }

    private static PgChimeException translated(Publication publication, SQLException thrown) {
        return explained(publication, SqlErrors.translated(doing(publication), thrown));
    }

    /** A payload that the server refuses is a mistake of the caller's; its text, which is in the server's words, is not told. */
    static PgChimeException explained(Publication publication, PgChimeException thrown) {
        if (thrown instanceof ServerException said && BAD_JSON.contains(said.sqlState())) {
            return new ConfigException(doing(publication) + ": PostgreSQL's jsonb cannot hold the payload ["
                    + said.sqlState() + "]; it takes JSON without \\u0000, see Json.of");
        }
        return thrown;
    }

    private static String headers(Map<String, String> headers) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            headers.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return text.toString();
    }
}
