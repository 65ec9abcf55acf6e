package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Which server, and which of its histories, a journal belongs to. In a copy that was promoted or restored it is another. */
final class Stamp {

    private Stamp() {}

    /**
     * Returns normally if the journal is at home.
     *
     * @throws ConfigException if it is not
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
                        + " (./pgchime journal restamp)");
            }
        }
    }
}
