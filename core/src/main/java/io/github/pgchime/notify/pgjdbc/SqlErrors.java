package io.github.pgchime.notify.pgjdbc;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What JDBC throws, by what one can do about it. */
final class SqlErrors {

    /** By these the server always ends the session, which pgjdbc may find out later. */
    private static final String SHUTDOWNS = "57P";

    private SqlErrors() {}

    /**
     * What the server said, wherever it stands among the causes, or that there is no connection.
     *
     * @param doing what was being done
     * @param over whether the connection is of no use any more
     */
    static PgChimeException translated(String doing, SQLException thrown, boolean over) {
        return serverError(thrown, over)
                .<PgChimeException>map(error -> new ServerException(doing, error))
                .orElseGet(() -> new ConnectionLostException(doing + ": " + thrown.getMessage(), thrown));
    }

    private static Optional<ServerError> serverError(SQLException thrown, boolean over) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException said && said.getServerErrorMessage() != null) {
                return Optional.of(fields(said.getServerErrorMessage(), over));
            }
        }
        return Optional.empty();
    }

    /** The severity comes translated; what it means is known by its code, or by whether the connection survived it. */
    private static ServerError fields(ServerErrorMessage message, boolean over) {
        Map<Character, String> fields = new HashMap<>();
        String state = Objects.requireNonNullElse(message.getSQLState(), "");
        fields.put('V', over || state.startsWith(SHUTDOWNS) ? "FATAL" : "ERROR");
        put(fields, 'C', message.getSQLState());
        put(fields, 'M', message.getMessage());
        put(fields, 'D', message.getDetail());
        put(fields, 'H', message.getHint());
        return new ServerError(fields);
    }

    private static void put(Map<Character, String> fields, char code, @Nullable String value) {
        if (value != null) {
            fields.put(code, value);
        }
    }
}
