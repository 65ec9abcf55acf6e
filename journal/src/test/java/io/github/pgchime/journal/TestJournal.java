package io.github.pgchime.journal;

import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A journal in a fresh database, installed by an ordinary role that may make roles, with roles of its own. */
final class TestJournal implements AutoCloseable {

    /** Of every role that is made here. */
    static final String PASSWORD = "chime-5d1";

    private static final Map<PostgresServer, TestJournal> SHARED = new ConcurrentHashMap<>();

    final TestDatabase database;
    final String prefix = "j" + UUID.randomUUID().toString().substring(0, 8);
    final Journal journal;

    private TestJournal(PostgresServer server) {
        database = server.newDatabase();
        String owner = database.createRole(prefix + "_owner", PASSWORD, "CREATEROLE");
        database.execute(
                "ALTER DATABASE " + database.name() + " OWNER TO " + prefix + "_owner",
                "ALTER SCHEMA public OWNER TO " + prefix + "_owner");
        journal = Journal.at(owner);
    }

    /** Not installed yet. */
    static TestJournal absent(PostgresServer server) {
        return new TestJournal(server);
    }

    static TestJournal installed(PostgresServer server) {
        TestJournal journal = new TestJournal(server);
        journal.journal.install(journal.options());
        return journal;
    }

    /**
     * One for all tests of a class on a server, as after its installation, since that takes longer than most tests.
     *
     * @param partitionSize in ids; NULL for what follows the rate
     */
    static TestJournal shared(PostgresServer server, String partitionSize) {
        TestJournal journal = SHARED.computeIfAbsent(server, TestJournal::installed);
        journal.clear(partitionSize);
        return journal;
    }

    /** Ends it; the class calls this after all its tests on a server. */
    static void closeShared() {
        SHARED.values().forEach(TestJournal::close);
        SHARED.clear();
    }

    private void clear(String partitionSize) {
        asOwner(
                "SET client_min_messages = error",
                "TRUNCATE pgchime.entry, pgchime.consumer, pgchime.handled, pgchime.retry, pgchime.dead RESTART IDENTITY",
                "DELETE FROM pgchime.tick WHERE id > 0",
                "SELECT pgchime.restamp(), pgchime.wake_by_notify(false)",
                "UPDATE pgchime.meta SET partition_size = " + partitionSize,
                "DO $$ DECLARE part text; BEGIN"
                        + " FOR part IN DELETE FROM pgchime.entry_range RETURNING name LOOP"
                        + " EXECUTE format('DROP TABLE pgchime.%I', part); END LOOP;"
                        + " PERFORM pgchime.extend(); PERFORM pgchime.unwatch(w.relation) FROM pgchime.watched w; END $$",
                "DROP SCHEMA IF EXISTS \"S s\" CASCADE",
                "DROP SCHEMA public CASCADE",
                "CREATE SCHEMA public",
                "GRANT USAGE ON SCHEMA public TO PUBLIC");
    }

    /** With roles of this database's own, since roles are the whole server's. */
    InstallOptions options() {
        return InstallOptions.defaults().withRoles(prefix + "_publish", prefix + "_consume", prefix + "_administer");
    }

    /** The journal as a role sees it that is a member of one of its roles: publish, consume, administer. */
    Journal as(String name, String... memberships) {
        String url = database.createRole(prefix + "_" + name, PASSWORD);
        for (String membership : memberships) {
            database.execute("GRANT " + prefix + "_" + membership + " TO " + prefix + "_" + name);
        }
        return Journal.at(url);
    }

    /** Entries as text: the columns that are asked for, in the order of ids. */
    List<List<String>> entries(String columns) {
        return database.query("SELECT " + columns + " FROM pgchime.entry ORDER BY id");
    }

    /** Runs statements in one session of the owner's. */
    void asOwner(String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + prefix + "_owner");
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The journal's own roles go first, for they depend on the database. */
    @Override
    public void close() {
        database.close();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + database.server().host() + ":"
                                + database.server().port() + "/postgres?user=postgres&sslmode=disable");
                Statement statement = connection.createStatement()) {
            for (String role : List.of("publish", "consume", "administer")) {
                statement.execute("DROP ROLE IF EXISTS " + prefix + "_" + role);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
