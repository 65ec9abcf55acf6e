package io.github.pgchime.testkit;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL for tests: embedded, or the one that the environment variable {@code PGCHIME_TEST_URL} names, in which
 * case whatever only an embedded server can do aborts the test as not applicable.
 *
 * <p>Embedded servers run with {@code wal_level=logical}, TLS on, and let {@code postgres} in without a password from
 * 127.0.0.1 and over unix sockets, of which there are none unless {@code unix_socket_directories} is set; every other role needs SCRAM-SHA-256, members of the roles {@code cleartext} and {@code md5} those methods,
 * and members of {@code tls_only} TLS, of {@code encrypted_not} none,
 * and of {@code certified} a client's certificate. They end with the JVM, also if it is killed. Safe for use by several threads.
 */
public final class PostgresServer implements AutoCloseable {

    private final ServerAddress address;
    private final Optional<EmbeddedCluster> cluster;
    private final boolean shared;
    private final SqlSession sql;
    private final int major;

    private PostgresServer(ServerAddress address, Optional<EmbeddedCluster> cluster, boolean shared, String database) {
        this.address = address;
        this.cluster = cluster;
        this.shared = shared;
        this.sql = new SqlSession(address, database);
        this.major = Integer.parseInt(sql.queryOne("SHOW server_version_num")) / 10_000;
    }

    /** The one server of a major for this JVM; started by the first call, stopped when the JVM ends. */
    public static PostgresServer shared(int major) {
        return SharedServers.of(major);
    }

    /** A server of the caller's own; the settings, as in postgresql.conf, go over the usual ones. */
    public static PostgresServer start(int major, Map<String, String> settings) {
        return SharedServers.areEmbedded()
                ? embedded(major, settings, false)
                : Assumptions.abort(SharedServers.TEST_URL + " is set: no private servers");
    }

    static PostgresServer embedded(int major, Map<String, String> settings, boolean shared) {
        EmbeddedCluster cluster =
                EmbeddedCluster.start(major, settings, ServerTls.certificates().server());
        PostgresServer server = new PostgresServer(cluster.address(), Optional.of(cluster), shared, "postgres");
        Wal2Json.offer(server, cluster);
        return server;
    }

    static PostgresServer at(ServerAddress address) {
        return new PostgresServer(address, Optional.empty(), true, "postgres");
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    /** Such as 18. */
    public int major() {
        return major;
    }

    /** A libpq URL of the superuser, such as {@code postgresql://postgres@127.0.0.1:5432/shop?sslmode=disable}. */
    public String superuserUrl(String database) {
        return address.url(database);
    }

    /** A fresh database in UTF-8; the caller closes it. */
    public TestDatabase newDatabase() {
        return TestDatabase.create(this, address, "UTF8");
    }

    /** A fresh database in an encoding such as {@code LATIN1}, with the locale C. */
    public TestDatabase newDatabase(String encoding) {
        return TestDatabase.create(this, address, encoding);
    }

    /** Sets what a reload can change, by ALTER SYSTEM; several values make a list. Returns when new sessions see it. */
    public void setting(String name, String... values) {
        if (cluster.isPresent() && ServerSettings.ON_COMMAND_LINE.contains(name)) {
            throw new IllegalArgumentException(name + " is set on the server's command line; use ALTER DATABASE … SET");
        }
        sql.execute("ALTER SYSTEM SET " + Sql.identifier(name) + " = " + Sql.literals(values));
        reload();
    }

    /** Takes back what {@link #setting} set. */
    public void resetSetting(String name) {
        sql.execute("ALTER SYSTEM RESET " + Sql.identifier(name));
        reload();
    }

    boolean knowsSetting(String name) {
        return !sql.query("SELECT 1 FROM pg_settings WHERE name = " + Sql.literal(name))
                .isEmpty();
    }

    private void reload() {
        String loadTime = "SELECT extract(epoch FROM pg_conf_load_time())";
        String before = sql.queryOne(loadTime);
        sql.execute("SELECT pg_reload_conf()");
        Waiting.until("the reload", () -> !sql.queryOne(loadTime).equals(before));
    }

    /** Ends a backend by its process id; false if there is none. */
    public boolean terminateBackend(int pid) {
        return sql.queryOne("SELECT pg_terminate_backend(" + pid + ")").equals("t");
    }

    /** Stops a private server, sessions and all; data and port stay. */
    public void stop() {
        own().stop("fast");
    }

    /** Starts a private server, stopped or running, on the same data and port. */
    public void restart() {
        own().restart("fast");
    }

    /** Restarts a private server as after a crash: no checkpoint, no goodbye, recovery from the log. */
    public void crash() {
        own().restart("immediate");
    }

    /**
     * A standby of a private server, which restarts meanwhile; the caller closes it. The settings go over those that the server
     * has.
     */
    public PostgresServer standby(Map<String, String> settings) {
        EmbeddedCluster standby = own().standby(settings);
        return new PostgresServer(standby.address(), Optional.of(standby), false, "postgres");
    }

    /** Puts a private server back to what it was before the work; it restarts before and after that. */
    public void putBackAfter(Runnable work) {
        own().putBackAfter(work);
    }

    /** Whether output plugin wal2json can be used; PGCHIME_REQUIRE_WAL2JSON=1 makes its absence on 15 an error. */
    public boolean hasWal2json() {
        return Wal2Json.isLoadable(this);
    }

    /** Whether this server takes TLS with a certificate that {@link #certificates()} vouches for. */
    public boolean hasTls() {
        return cluster.isPresent();
    }

    /** The authority behind this server's certificate, which is good for localhost and 127.0.0.1. */
    public TestCertificates certificates() {
        return hasTls() ? ServerTls.certificates() : Assumptions.abort(this + " has no certificate of ours");
    }

    /** Gives a private server another certificate. */
    public void certificate(ServerCertificate certificate) {
        own().install(certificate);
        reload();
    }

    /** What the server wrote to its log so far. */
    public String log() {
        return cluster.isPresent() ? cluster.get().log() : Assumptions.abort("the log of " + this + " is out of reach");
    }

    SqlSession sql() {
        return sql;
    }

    private EmbeddedCluster own() {
        if (shared) {
            throw new IllegalStateException(
                    this + " is shared with other tests; use PostgresServer.start for your own");
        }
        return cluster.orElseThrow();
    }

    /** Stops a private server and deletes its data; a shared one runs on until the JVM ends. */
    @Override
    public void close() {
        if (!shared) {
            shutDown();
        }
    }

    void shutDown() {
        cluster.ifPresent(EmbeddedCluster::close);
    }

    /** As tests are to be labelled: {@code PostgreSQL 18}. */
    @Override
    public String toString() {
        return "PostgreSQL " + major;
    }
}
