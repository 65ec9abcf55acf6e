package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.journal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Optional;

/**
 * Has every change of a table become an entry, by triggers on it: {@code pgchime.watch} in SQL. The payload is
 * {@code {"table","schema","action","id","key","old_data","new_data","metadata"}}, and the entry's key that of the row.
 *
 * <p>A partitioned table is watched together with the partitions that it has at that time; after a partition was added, or the primary
 * key changed, it has to be installed again. An {@code UPDATE} of the primary key is an entry of the new one.
 */
public final class WatchBuilder {

    private static final String USUAL_CHANNEL = "data_change";
    private static final String UNDEFINED_COLUMN = "42703";
    private static final String INVALID_PARAMETER = "22023";
    private static final String WRONG_OBJECT = "42809";
    private static final String UNDEFINED_TABLE = "42P01";

    private final Database database;
    private final TableName table;
    private String channel = USUAL_CHANNEL;
    private Optional<List<String>> only = Optional.empty();
    private List<String> excluded = List.of();
    private Optional<String> filter = Optional.empty();
    private boolean strict;

    WatchBuilder(Database database, TableName table) {
        this.database = database;
        this.table = table;
    }

    /** Where the entries go; {@code data_change} by default. */
    public WatchBuilder channel(String name) {
        channel = name;
        return this;
    }

    /** Only these columns are told. */
    public WatchBuilder columns(String... names) {
        only = Optional.of(List.of(names));
        return this;
    }

    /** All columns but these are told: secrets, for instance. */
    public WatchBuilder exclude(String... names) {
        excluded = List.of(names);
        return this;
    }

    /**
     * Only changes for which this is true, an SQL expression over the rows {@code old} and {@code new}, of which one is all NULL
     * where there is none: {@code new.status = 'paid'}. It runs with the rights of whoever installs it.
     */
    public WatchBuilder when(String sql) {
        filter = Optional.of(sql);
        return this;
    }

    /**
     * A change that cannot be recorded is to fail. By default it goes through, with a warning, and with an entry that says that
     * changes of that statement are missing.
     */
    public WatchBuilder strict() {
        strict = true;
        return this;
    }

    /**
     * Makes the triggers, or changes what they do.
     *
     * @throws ConfigException if the table, a column or the filter is wrong
     * @throws io.github.pgchime.PgChimeException if the database refuses, or is out of reach
     */
    public void install() {
        explained(() -> database.transaction("watching table " + table, connection -> {
            try (PreparedStatement watch =
                    connection.prepareStatement("SELECT pgchime.watch(format('%I.%I', ?::text, ?::text)::regclass,"
                            + " channel => ?, only_columns => ?, excluded_columns => ?, filter => ?, strict => ?)")) {
                watch.setString(1, table.schema());
                watch.setString(2, table.table());
                watch.setString(3, channel);
                watch.setArray(
                        4,
                        only.isPresent()
                                ? connection.createArrayOf("text", only.get().toArray())
                                : null);
                watch.setArray(5, connection.createArrayOf("text", excluded.toArray()));
                watch.setString(6, filter.orElse(null));
                watch.setBoolean(7, strict);
                return watch.execute();
            }
        }));
    }

    /**
     * Takes the triggers away. What became entries stays.
     *
     * @return false if the table was not watched
     */
    public boolean remove() {
        return explained(() -> database.transaction("no longer watching table " + table, connection -> {
            try (PreparedStatement unwatch = connection.prepareStatement(
                    "SELECT pgchime.unwatch(format('%I.%I', ?::text, ?::text)::regclass)")) {
                unwatch.setString(1, table.schema());
                unwatch.setString(2, table.table());
                try (ResultSet row = unwatch.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        }));
    }

    private <T> T explained(java.util.function.Supplier<T> task) {
        try {
            return task.get();
        } catch (ServerException e) {
            throw switch (e.sqlState()) {
                case UNDEFINED_COLUMN, INVALID_PARAMETER, WRONG_OBJECT, UNDEFINED_TABLE ->
                    new ConfigException(
                            "table " + table + " cannot be watched so: "
                                    + e.error().message(),
                            e);
                case Publisher.UNDEFINED_SCHEMA -> Stamp.notInstalled(e);
                default -> e;
            };
        }
    }
}
