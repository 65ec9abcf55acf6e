package io.github.pgchime;

import java.io.Serial;
import java.util.Optional;
import java.util.Set;

/**
 * An error that PostgreSQL itself reported, with every field it sent.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL: error codes</a>
 */
public final class ServerException extends PgChimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** Authentication, rights and names, features: nothing that a second attempt mends. */
    private static final Set<String> PERMANENT_CLASSES = Set.of("0A", "22", "28", "3D", "3F", "42");

    private final ServerError error;

    public ServerException(ServerError error) {
        this("", error);
    }

    /** @param doing what was being done, to stand before the server's words; empty for nothing */
    public ServerException(String doing, ServerError error) {
        super((doing.isEmpty() ? "" : doing + ": ") + error);
        this.error = error;
    }

    /** Every field the server sent. */
    public ServerError error() {
        return error;
    }

    /** The five-character error code, such as {@code 28P01}. */
    public String sqlState() {
        return error.sqlState();
    }

    /** The server's hint on how to mend it, if it gave one. */
    public Optional<String> hint() {
        return error.hint();
    }

    @Override
    public boolean isRetryable() {
        String state = error.sqlState();
        return !(PERMANENT_CLASSES.contains(state.substring(0, Math.min(2, state.length()))) || state.equals("58P01"));
    }
}
