package io.github.pgchime.testkit;

import java.sql.Connection;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A fresh database, dropped at close with its slots, sessions, prepared transactions and the roles made here. */
public final class TestDatabase implements AutoCloseable {

    private static final int STRATEGY_FROM = 15;

    private final PostgresServer server;
    private final ServerAddress address;
    private final String name;
    private final SqlSession sql;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Queue<String> roles = new ConcurrentLinkedQueue<>();

    private TestDatabase(PostgresServer server, ServerAddress address, String name) {
        this.server = server;
        this.address = address;
        this.name = name;
        this.sql = new SqlSession(address, name);
    }

    static TestDatabase create(PostgresServer server, ServerAddress address, String encoding) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
        String locale = encoding.equals("UTF8") ? "" : " LC_COLLATE 'C' LC_CTYPE 'C'";
        // As before 15: by the log, its default since, it takes twice as long.
        String strategy = server.major() < STRATEGY_FROM ? "" : " STRATEGY file_copy";
        server.sql()
                .execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING " + Sql.literal(encoding) + locale
                        + strategy);
        return new TestDatabase(server, address, name);
    }

    public String name() {
        return name;
    }

    public PostgresServer server() {
        return server;
    }

    /** A libpq URL of the superuser. */
    public String url() {
        return address.url(name);
    }

    /** A libpq URL of another role. */
    public String url(String user, String password) {
        return address.url(name, user, password);
    }

    /** A superuser's JDBC session, which the caller closes. */
    public Connection connect() {
        return sql.connect();
    }

    /** Runs statements over one session, each committed by itself. */
    public void execute(String... statements) {
        sql.execute(statements);
    }

    /** The rows as text; SQL's null is the text {@code NULL}. */
    public List<List<String>> query(String query) {
        return sql.query(query);
    }

    /** The one value of a query that gives one row of one column. */
    public String queryOne(String query) {
        return sql.queryOne(query);
    }

    /**
     * Makes a role that may log in, with attributes such as {@code REPLICATION} or {@code IN ROLE md5}. Roles belong to the
     * whole server: choose a name that no test running beside uses.
     *
     * @return its URL for this database
     */
    public String createRole(String role, String password, String... attributes) {
        execute("CREATE ROLE " + Sql.identifier(role) + " LOGIN PASSWORD " + Sql.literal(password) + " "
                + String.join(" ", attributes));
        roles.add(role);
        return url(role, password);
    }

    /** The replication slots of this database, temporary ones too, by name. */
    public List<String> slots() {
        return sql
                .query("SELECT slot_name FROM pg_replication_slots WHERE database = current_database() ORDER BY 1")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        List<List<String>> prepared =
                server.sql().query("SELECT gid FROM pg_prepared_xacts WHERE database = " + Sql.literal(name));
        for (List<String> gid : prepared) {
            execute("ROLLBACK PREPARED " + Sql.literal(gid.getFirst()));
        }
        Waiting.until("database " + name + " to be dropped", this::dropped);
        for (String role : roles) {
            server.sql().execute("DROP ROLE IF EXISTS " + Sql.identifier(role));
        }
    }

    /** FORCE does not end the walsenders of active slots, so they are ended first; they take a moment. */
    private boolean dropped() {
        try {
            server.sql()
                    .execute(
                            "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false",
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                                    + Sql.literal(name),
                            "DROP DATABASE " + name + " WITH (FORCE)");
            return true;
        } catch (UncheckedSqlException e) {
            if (e.sqlState().equals("55006")) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return name + " on " + server;
    }
}
