package io.github.pgchime.journal.schema;

import io.github.pgchime.ConfigException;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Installs the schema, brings it up to date, and takes it away; only when it is told to. Thread-safe. */
public final class Schema {

    /** {@code 'pgch', 2}: one at a time. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(1885823848, 2)";

    private static final String NOTIFY = SqlFile.read(Schema.class, "notify-on-entries.sql");
    private static final String DO_NOT_NOTIFY = "DROP TRIGGER IF EXISTS entry_notify ON pgchime.entry";

    private final Database database;

    public Schema(Database database) {
        this.database = database;
    }

    /**
     * Applies every migration that was not yet applied, each in a transaction of its own.
     *
     * @param notifies whether entries are to be told by NOTIFY
     * @return how many were applied
     * @throws ConfigException if the schema is newer than this library
     */
    public int install(boolean notifies) {
        int applied = upTo(Migration.latest());
        database.transaction("setting the journal's wake-up", connection -> {
            execute(connection, LOCK);
            execute(connection, notifies ? NOTIFY : DO_NOT_NOTIFY);
            return notifies;
        });
        return applied;
    }

    /** The same, up to an earlier version. */
    int upTo(int version) {
        int applied = 0;
        for (Migration migration : Migration.ALL) {
            if (migration.version() <= version && apply(migration)) {
                applied++;
            }
        }
        return applied;
    }

    private boolean apply(Migration migration) {
        return database.transaction("installing the journal, version " + migration.version(), connection -> {
            execute(connection, LOCK);
            int version = version(connection);
            if (version > Migration.latest()) {
                throw new ConfigException("the journal in this database has version " + version
                        + ", and this library knows versions up to " + Migration.latest() + "; use a newer one");
            }
            if (version >= migration.version()) {
                return false;
            }
            execute(connection, migration.sql());
            return true;
        });
    }

    /** Removes everything, entries and consumers included. */
    public void uninstall() {
        database.transaction("removing the journal", connection -> {
            execute(connection, LOCK);
            execute(connection, "DROP SCHEMA IF EXISTS pgchime CASCADE");
            return true;
        });
    }

    /** The version that is installed; 0 if none is. */
    public int version() {
        return database.transaction("looking at the journal's version", Schema::version);
    }

    /** Whether entries are told by NOTIFY. */
    public boolean notifies() {
        return database.transaction("looking at the journal's wake-up", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT 1 FROM pg_catalog.pg_trigger WHERE tgname = 'entry_notify'"
                                    + " AND tgrelid = to_regclass('pgchime.entry')")) {
                return row.next();
            }
        });
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet exists = statement.executeQuery("SELECT to_regclass('pgchime.meta') IS NOT NULL")) {
                exists.next();
                if (!exists.getBoolean(1)) {
                    return 0;
                }
            }
            try (ResultSet version = statement.executeQuery("SELECT version FROM pgchime.meta")) {
                return version.next() ? version.getInt(1) : 0;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
