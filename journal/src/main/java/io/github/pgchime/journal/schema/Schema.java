package io.github.pgchime.journal.schema;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Installs the journal's schema in a database, and takes it out again. */
public final class Schema {

    private static final String SETUP = "SELECT pgchime.setup(?, ?, ?, ?, ?)";
    private static final String MISSING = SqlFile.read(Schema.class, "missing.sql");
    private static final String UNINSTALL = SqlFile.read(Schema.class, "uninstall.sql");

    private final Database database;

    public Schema(Database database) {
        this.database = database;
    }

    /**
     * Brings it to the newest version and to what the setup says. Where nothing is to be done any role of the journal's may
     * call it.
     *
     * @return the steps that were applied
     * @throws io.github.pgchime.ConfigException if it is newer than this library
     */
    public List<Migration> install(Setup setup) {
        List<Migration> applied = new Migrations(database).apply(setup.roles());
        if (!setup.isEmpty()) {
            database.transaction("setting the journal up", connection -> set(connection, setup));
        }
        return applied;
    }

    private static boolean set(Connection connection, Setup setup) throws SQLException {
        try (Statement lock = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(SETUP)) {
            lock.execute(Migrations.LOCK);
            statement.setObject(1, setup.roles().publish().orElse(null), Types.VARCHAR);
            statement.setObject(2, setup.roles().consume().orElse(null), Types.VARCHAR);
            statement.setObject(3, setup.roles().administer().orElse(null), Types.VARCHAR);
            statement.setObject(4, setup.partitionSize().orElse(null), Types.BIGINT);
            statement.setObject(5, setup.wakeByNotify().orElse(null), Types.BOOLEAN);
            return statement.execute();
        }
    }

    /** The journal's roles that do not exist, for want of the right to make them. */
    public List<String> missingRoles() {
        return database.transaction("looking for the journal's roles", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(MISSING)) {
                List<String> missing = new ArrayList<>();
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
                return List.copyOf(missing);
            }
        });
    }

    /** Takes the schema out, with all entries, the triggers of watched tables, and the roles that nothing else depends on. */
    public void uninstall() {
        database.transaction("uninstalling the journal", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(UNINSTALL);
            }
        });
    }
}
