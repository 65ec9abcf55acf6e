package io.github.pgchime.journal.jdbc;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

/** What any JDBC driver throws, by what one can do about it. */
public final class SqlErrors {

    /** Connection exceptions, which drivers raise by themselves, and a server that is shutting down. */
    private static final String CONNECTION = "08";

    private static final String SHUTDOWN = "57P";

    private static final int STATE_LENGTH = 5;

    private SqlErrors() {}

    /** What the server said, or that there is no connection, which is also what an error without a code means. */
    public static PgChimeException translated(String doing, SQLException thrown) {
        String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
        String message = Objects.requireNonNullElse(thrown.getMessage(), "(no message)");
        if (state.length() != STATE_LENGTH || state.startsWith(CONNECTION) || state.startsWith(SHUTDOWN)) {
            return new ConnectionLostException(doing + ": " + message, thrown);
        }
        ServerException said = new ServerException(
                doing, new ServerError(Map.of('V', "ERROR", 'C', state, 'M', withoutSeverity(message))));
        said.initCause(thrown);
        return said;
    }

    /** pgjdbc puts the severity, perhaps translated, before the message. */
    private static String withoutSeverity(String message) {
        return message.startsWith("ERROR: ") ? message.substring("ERROR: ".length()) : message;
    }
}
