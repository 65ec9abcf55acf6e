package io.github.pgchime.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Short transactions over connections of a data source that get back the state they had. Thread-safe if the source is.
 */
public final class Database {

    private final DataSource source;

    public Database(DataSource source) {
        this.source = source;
    }

    /**
     * Runs the work in a transaction of its own, at READ COMMITTED whatever is usual there: committed when it returns, rolled back when it throws.
     *
     * @param doing what an error says was being done
     * @throws io.github.pgchime.PgChimeException in place of a {@link SQLException}
     */
    public <T> T transaction(String doing, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            T result = committed(connection, work);
            connection.setAutoCommit(autoCommit);
            return result;
        } catch (SQLException e) {
            throw SqlErrors.translated(doing, e);
        }
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            // Not by the connection, which would ask for the level and set it back: three round trips.
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Throwable after) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            after.addSuppressed(e);
        }
    }
}
