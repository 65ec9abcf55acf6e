package io.github.pgchime.journal.schema;

import io.github.pgchime.ConfigException;
import io.github.pgchime.journal.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a database's schema up to the newest step, each in a transaction of its own; of several at once one does it. */
public final class Migrations {

    private static final String DOING = "installing the journal";

    /** The advisory lock {@code ('pgch', 0)}. */
    static final String LOCK = "SELECT pg_advisory_xact_lock(1885823848, 0)";

    private static final String ROLES = """
            SELECT set_config('pgchime.publish_role', ?, true), set_config('pgchime.consume_role', ?, true),
                set_config('pgchime.administer_role', ?, true)""";

    private final Database database;
    private final List<Migration> known;

    public Migrations(Database database) {
        this(database, Migration.ALL);
    }

    Migrations(Database database, List<Migration> known) {
        this.database = database;
        this.known = known;
    }

    /**
     * Applies what is missing.
     *
     * @return the steps that were applied
     * @throws ConfigException if the schema is newer than this library
     */
    public List<Migration> apply(Roles roles) {
        List<Migration> applied = new ArrayList<>();
        Optional<Migration> step = next(roles);
        while (step.isPresent()) {
            applied.add(step.get());
            step = next(roles);
        }
        return List.copyOf(applied);
    }

    private Optional<Migration> next(Roles roles) {
        return database.transaction(DOING, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LOCK);
                int version = version(connection);
                if (version > known.size()) {
                    throw new ConfigException("schema pgchime has version " + version + ", and this library knows "
                            + known.size() + "; use the library that installed it, or a newer one");
                }
                if (version == known.size()) {
                    return Optional.empty();
                }
                Migration step = known.get(version);
                name(roles, connection);
                statement.execute(step.sql());
                return Optional.of(step);
            }
        });
    }

    /** The version of what is installed; 0 if nothing is. */
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet schema = statement.executeQuery(
                    "SELECT to_regnamespace('pgchime') IS NULL, to_regclass('pgchime.meta') IS NULL")) {
                schema.next();
                if (schema.getBoolean(1)) {
                    return 0;
                }
                if (schema.getBoolean(2)) {
                    throw new ConfigException("there is a schema pgchime that is not the journal's; rename it");
                }
            }
            try (ResultSet meta = statement.executeQuery("SELECT version FROM pgchime.meta")) {
                meta.next();
                return meta.getInt(1);
            }
        }
    }

    private static void name(Roles roles, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROLES)) {
            statement.setString(1, roles.publish().orElse(""));
            statement.setString(2, roles.consume().orElse(""));
            statement.setString(3, roles.administer().orElse(""));
            statement.execute();
        }
    }
}
