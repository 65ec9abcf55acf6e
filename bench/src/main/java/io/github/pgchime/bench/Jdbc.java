package io.github.pgchime.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** The end of connections that a thread may be waiting on. */
public final class Jdbc {

    private Jdbc() {}

    /** Hard and at once. */
    public static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it was, so that what its thread is told of it is no failure. */
    public static boolean isAborted(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
