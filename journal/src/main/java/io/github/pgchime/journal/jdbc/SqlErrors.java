package io.github.pgchime.journal.jdbc;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What any JDBC driver throws, by what one can do about it. */
public final class SqlErrors {

    /** Connection exceptions, which drivers raise by themselves, and a server that is shutting down. */
    private static final String CONNECTION = "08";

    private static final String SHUTDOWN = "57P";

    private static final int STATE_LENGTH = 5;

    /** No such schema, table, function, column. */
    private static final Set<String> ABSENT = Set.of("3F000", "42P01", "42883", "42703");

    private static final String DENIED = "42501";

    private SqlErrors() {}

    /**
     * What the server said, or that there is no connection, which is also what an error without a code means; that the
     * journal is not installed, or this role may not use it, is a mistake.
     */
    public static PgChimeException translated(String doing, SQLException thrown) {
        String state = Objects.requireNonNullElse(thrown.getSQLState(), "");
        String message = Objects.requireNonNullElse(thrown.getMessage(), "(no message)");
        if (state.length() != STATE_LENGTH || state.startsWith(CONNECTION) || state.startsWith(SHUTDOWN)) {
            return new ConnectionLostException(doing + ": " + message, thrown);
        }
        if (ABSENT.contains(state) && message.contains("pgchime")) {
            return new ConfigException(
                    doing
                            + ": the journal is not installed in this database, or an older one is; have Journal.install()"
                            + " or ./pgchime journal install run (" + message + ")",
                    thrown);
        }
        if (state.equals(DENIED)) {
            return new ConfigException(
                    doing + ": " + message
                            + "; grant this role what it is to do here: pgchime_publish, pgchime_consume or"
                            + " pgchime_administer, as in GRANT pgchime_publish TO app",
                    thrown);
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
