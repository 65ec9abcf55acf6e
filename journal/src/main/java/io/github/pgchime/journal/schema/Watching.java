package io.github.pgchime.journal.schema;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.journal.jdbc.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The triggers of watched tables. */
public final class Watching {

    /** The server quotes. */
    private static final String TABLE = "CAST(format('%I.%I', CAST(? AS text), CAST(? AS text)) AS regclass)";

    private static final String WATCH = "SELECT pgchime.watch(" + TABLE + ", ?, ?, ?, ?, ?)";
    private static final String UNWATCH = "SELECT pgchime.unwatch(" + TABLE + ")";
    private static final String LIST = "SELECT * FROM pgchime.watches()";

    private final Database database;

    public Watching(Database database) {
        this.database = database;
    }

    /**
     * Makes the triggers.
     *
     * @throws ConfigException if there is no such table, column or channel, or the filter is wrong
     */
    public void install(WatchedTable watched) {
        String doing = "watching " + watched.table();
        mistaken(() -> database.transaction(doing, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(WATCH)) {
                name(statement, watched.table());
                statement.setString(3, watched.channel());
                statement.setArray(4, array(connection, watched.exclude()));
                if (watched.only().isPresent()) {
                    statement.setArray(5, array(connection, watched.only().get()));
                } else {
                    statement.setNull(5, Types.ARRAY, "text[]");
                }
                statement.setObject(6, watched.when().orElse(null), Types.VARCHAR);
                statement.setBoolean(7, watched.strict());
                return statement.execute();
            }
        }));
    }

    /** Whether it was watched. */
    public boolean remove(TableName table) {
        return mistaken(() -> database.transaction("watching " + table + " no more", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(UNWATCH)) {
                name(statement, table);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        }));
    }

    public List<WatchedTable> list() {
        return database.transaction("looking for watched tables", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(LIST)) {
                List<WatchedTable> watched = new ArrayList<>();
                while (rows.next()) {
                    watched.add(read(rows));
                }
                return List.copyOf(watched);
            }
        });
    }

    private static WatchedTable read(ResultSet row) throws SQLException {
        return new WatchedTable(
                new TableName(row.getString("schema_name"), row.getString("table_name")),
                row.getString("channel"),
                texts(row.getArray("exclude")),
                Optional.ofNullable(row.getArray("include")).isPresent()
                        ? Optional.of(texts(row.getArray("include")))
                        : Optional.empty(),
                Optional.ofNullable(row.getString("filter")),
                row.getBoolean("strict"),
                texts(row.getArray("missing")));
    }

    /** What no retry mends is a mistake of the caller's here. */
    private static <T> T mistaken(Supplier<T> work) {
        try {
            return work.get();
        } catch (ServerException e) {
            if (e.isRetryable()) {
                throw e;
            }
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void name(PreparedStatement statement, TableName table) throws SQLException {
        statement.setString(1, table.schema());
        statement.setString(2, table.table());
    }

    private static Array array(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
