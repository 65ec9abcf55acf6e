package io.github.pgchime.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements of the superuser in one database, each call over a connection of its own. */
record SqlSession(ServerAddress address, String database) {

    Connection connect() {
        try {
            return address.connect(database);
        } catch (SQLException e) {
            throw new UncheckedSqlException("connecting to " + database, e);
        }
    }

    void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                run(statement, sql);
            }
        } catch (SQLException e) {
            throw new UncheckedSqlException("closing a connection to " + database, e);
        }
    }

    private static void run(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new UncheckedSqlException(sql, e);
        }
    }

    List<List<String>> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "NULL" : value);
                }
                rows.add(List.copyOf(row));
            }
            return List.copyOf(rows);
        } catch (SQLException e) {
            throw new UncheckedSqlException(sql, e);
        }
    }

    String queryOne(String sql) {
        List<List<String>> rows = query(sql);
        if (rows.size() != 1 || rows.getFirst().size() != 1) {
            throw new IllegalStateException(sql + ": expected one row of one column, got " + rows);
        }
        return rows.getFirst().getFirst();
    }
}
