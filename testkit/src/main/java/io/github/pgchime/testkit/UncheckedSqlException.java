package io.github.pgchime.testkit;

import java.sql.SQLException;

/** A statement of a test that the server refused; its cause is never anything but the {@link SQLException}. */
public final class UncheckedSqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sqlState;

    UncheckedSqlException(String what, SQLException cause) {
        super(what + ": " + cause.getMessage(), cause);
        String state = cause.getSQLState();
        this.sqlState = state == null ? "" : state;
    }

    /** The five characters of PostgreSQL's manual, appendix A; empty if the driver gave none. */
    public String sqlState() {
        return sqlState;
    }
}
