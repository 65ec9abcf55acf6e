package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Which server, and which of its histories, a journal belongs to. In a copy that was promoted or restored it is another. */
final class Stamp {

    private static final String NOT_INSTALLED =
            "the journal is not installed in this database; install it by Journal.install() (pgchime journal install)";

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_SCHEMA = "3F000";

    private Stamp() {}

    /**
     * Returns normally if the journal is at home.
     *
     * @throws ConfigException if it is not, or not installed
     */
    static void requireHere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT m.system_identifier, m.timeline, p.system_identifier, p.timeline"
                                + " FROM pgchime.meta AS m, pgchime.place() AS p")) {
            row.next();
            if (row.getLong(1) != row.getLong(3) || row.getInt(2) != row.getInt(4)) {
                throw new ConfigException("this journal was written on system " + row.getLong(1) + ", timeline "
                        + row.getInt(2) + ", and this is system " + row.getLong(3) + ", timeline " + row.getInt(4)
                        + ": a copy; if it is to be the journal from now on, say so by Journal.restamp()"
                        + " (pgchime journal restamp)");
            }
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState()) || UNDEFINED_SCHEMA.equals(e.getSQLState())) {
                throw notInstalled(e);
            }
            throw e;
        }
    }

    /**
     * Returns normally if there is a journal, wherever it belongs to.
     *
     * @throws ConfigException if it is not installed
     */
    static void requireInstalled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regclass('pgchime.meta') IS NOT NULL")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new ConfigException(NOT_INSTALLED);
            }
        }
    }

    static ConfigException notInstalled(Throwable cause) {
        return new ConfigException(NOT_INSTALLED, cause);
    }
}
