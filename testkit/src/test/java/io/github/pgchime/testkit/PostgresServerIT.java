package io.github.pgchime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

@EveryMajor
final class PostgresServerIT {

    private final PostgresServer server;

    PostgresServerIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void shared_twice_isTheSameServerOfTheMajorAsked() {
        assertThat(PostgresServer.shared(server.major())).isSameAs(server);
        assertThat(server.sql().queryOne("SHOW server_version")).startsWith(server.major() + ".");
        assertThat(server).hasToString("PostgreSQL " + server.major());
    }

    @Test
    void settings_embedded_areFitForLogicalDecoding() {
        assumeTrue(server.hasTls());
        assertThat(server.sql().queryOne("SHOW wal_level")).isEqualTo("logical");
        assertThat(server.sql().queryOne("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(server.sql().queryOne("SHOW max_connections")).isEqualTo("120");
        assertThat(server.sql().queryOne("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void newDatabase_fresh_isUtf8AndEmptyAndNamedApart() {
        try (TestDatabase one = server.newDatabase();
                TestDatabase other = server.newDatabase()) {
            assertThat(one.name()).isNotEqualTo(other.name());
            assertThat(one.queryOne("SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(one.query("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEmpty();
        }
    }

    @Test
    void newDatabase_latin1_hasThatEncoding() {
        try (TestDatabase database = server.newDatabase("LATIN1")) {
            assertThat(database.queryOne("SHOW server_encoding")).isEqualTo("LATIN1");
        }
    }

    @Test
    void close_databaseInUse_dropsItWithSessionsSlotsPreparedTransactionsAndRoles() throws SQLException {
        TestDatabase database = server.newDatabase();
        database.createRole("testkit_closes", "secret");
        database.execute(
                "CREATE TABLE t (id int)", "SELECT pg_create_logical_replication_slot('testkit_s', 'pgoutput')");
        database.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'testkit_p'");
        assertThat(database.slots()).containsExactly("testkit_s");
        try (Connection open = database.connect()) {
            database.close();
            assertThatThrownBy(() -> open.createStatement().execute("SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThat(server.sql().query("SELECT datname FROM pg_database WHERE datname = '" + database.name() + "'"))
                .isEmpty();
        assertThat(server.sql().query("SELECT 1 FROM pg_replication_slots WHERE slot_name = 'testkit_s'"))
                .isEmpty();
        assertThat(server.sql().query("SELECT 1 FROM pg_roles WHERE rolname = 'testkit_closes'"))
                .isEmpty();
    }

    @Test
    void createRole_login_isByScramAndRefusesAWrongPassword() throws SQLException {
        assumeTrue(server.hasTls());
        try (TestDatabase database = server.newDatabase()) {
            assertThat(database.createRole("testkit_scram", "s/cret"))
                    .contains("testkit_scram:s%2Fcret@127.0.0.1:" + server.port());
            assertThat(database.queryOne("SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = 'testkit_scram'"))
                    .isEqualTo("SCRAM-SHA-256");
            login(database, "testkit_scram", "s/cret", "sslmode", "disable").close();
            database.execute("ALTER ROLE testkit_scram REPLICATION");
            login(database, "testkit_scram", "s/cret", "replication", "database", "preferQueryMode", "simple")
                    .close();
            assertThatThrownBy(() -> login(database, "testkit_scram", "wrong", "sslmode", "disable"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> login(database, "testkit_scram", "wrong", "replication", "database"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void createRole_inRoleTlsOnly_isLetInByTlsAlone() throws SQLException {
        assumeTrue(server.hasTls());
        try (TestDatabase database = server.newDatabase()) {
            database.createRole("testkit_tls", "secret", "IN ROLE tls_only");
            login(database, "testkit_tls", "secret", "sslmode", "require").close();
            assertThatThrownBy(() -> login(database, "testkit_tls", "secret", "sslmode", "disable"))
                    .hasMessageContaining("pg_hba.conf rejects");
        }
    }

    @Test
    void tls_verifyFull_trustsTheAuthority() throws SQLException {
        String ca = server.certificates().caFile().toString();
        try (TestDatabase database = server.newDatabase();
                Connection connection = login(database, "postgres", "", "sslmode", "verify-full", "sslrootcert", ca);
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void wal2json_whereInstalled_decodes() {
        assumeTrue(server.hasWal2json());
        try (TestDatabase database = server.newDatabase()) {
            database.execute("CREATE TABLE t (id int PRIMARY KEY)");
            database.execute(
                    "SELECT pg_create_logical_replication_slot('testkit_w2j', 'wal2json')", "INSERT INTO t VALUES (7)");
            assertThat(database.queryOne("SELECT data FROM pg_logical_slot_get_changes('testkit_w2j', NULL, NULL)"))
                    .contains("\"columnvalues\":[7]");
        }
    }

    @Test
    void setting_changed_isSeenAndTakenBack() {
        assumeTrue(server.hasTls());
        server.setting("log_min_duration_statement", "12345");
        assertThat(server.sql().queryOne("SHOW log_min_duration_statement")).isEqualTo("12345ms");
        server.resetSetting("log_min_duration_statement");
        assertThat(server.sql().queryOne("SHOW log_min_duration_statement")).isEqualTo("-1");
    }

    @Test
    void query_nullAndRows_areText() {
        try (TestDatabase database = server.newDatabase()) {
            assertThat(database.query("VALUES (1, NULL), (2, 'x')").toString()).isEqualTo("[[1, NULL], [2, x]]");
        }
    }

    private Connection login(TestDatabase database, String user, String password, String... options)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        for (int i = 0; i < options.length; i += 2) {
            properties.setProperty(options[i], options[i + 1]);
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database.name(), properties);
    }
}
