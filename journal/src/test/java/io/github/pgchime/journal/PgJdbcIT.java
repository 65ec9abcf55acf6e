package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.AuthMethod;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.SslMode;
import io.github.pgchime.TargetSessionAttrs;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.ServerCertificate;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OldestAndNewest
final class PgJdbcIT {

    private final PostgresServer server;
    private TestJournal test;

    PgJdbcIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        test = TestJournal.installed(server);
    }

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void source_passwordOfASupplier_isAskedForAtEveryConnect() {
        String url = test.database.createRole(test.prefix + "_app", TestJournal.PASSWORD);
        AtomicInteger asked = new AtomicInteger();
        ConnectionOptions options = ConnectionOptions.parse(url).toBuilder()
                .password(() -> {
                    asked.incrementAndGet();
                    return TestJournal.PASSWORD.toCharArray();
                })
                .applicationName("asking")
                .options("-c geqo=off")
                .build();
        test.database.execute("GRANT " + test.prefix + "_publish TO " + test.prefix + "_app");
        Journal journal =
                Journal.builder(PgJdbc.source(options)).connection(options).build();
        assertThat(journal.publish("orders", Json.of("1"))).isEqualTo(1);
        assertThat(journal.publish("orders", Json.of("2"))).isEqualTo(2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void source_verifyFull_checksTheCertificate() throws SQLException {
        Assumptions.assumeTrue(server.hasTls(), "the server has no certificate of ours");
        ConnectionOptions options = ConnectionOptions.parse(test.database.url()).toBuilder()
                .sslMode(SslMode.VERIFY_FULL)
                .sslRootCert(server.certificates().caFile())
                .build();
        try (Connection connection = PgJdbc.source(options).getConnection();
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
        }
        ConnectionOptions elsewhere =
                ConnectionOptions.parse(test.database.url().replace("sslmode=disable", "sslmode=verify-full"));
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Journal.on(PgJdbc.source(elsewhere)).status());
    }

    @Test
    void source_ofSeveralHosts_isTheOneThatWillDo() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        ConnectionOptions options = ConnectionOptions.parse(test.database.url()).toBuilder()
                .host("127.0.0.1," + server.host())
                .ports(List.of(free, server.port()))
                .targetSessionAttrs(TargetSessionAttrs.PRIMARY)
                .build();
        assertThat(Journal.on(PgJdbc.source(options)).status().partitions()).isPositive();
        ConnectionOptions standby = options.toBuilder()
                .targetSessionAttrs(TargetSessionAttrs.STANDBY)
                .build();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> Journal.on(PgJdbc.source(standby)).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostaddr=127.0.0.1",
                "target_session_attrs=read-only",
                "sslcrl=a&sslmode=verify-full",
                "sslsni=0",
                "ssl_min_protocol_version=TLSv1.3",
                "sslcert=a&sslkey=b&sslmode=verify-full",
                "sslcert=a&sslkey=b&sslpassword=c"
            })
    void source_thatPgjdbcCannotBe_isRefused(String parameter) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Journal.at("postgresql://app@/shop?" + parameter))
                .withMessageContaining("cannot be used for the journal");
    }

    @Test
    void source_clientCertificate_isShown() throws SQLException {
        Assumptions.assumeTrue(server.hasTls(), "the server has no certificate of ours");
        String role = test.prefix + "_app";
        String url = test.database.createRole(role, TestJournal.PASSWORD, "IN ROLE certified");
        ServerCertificate own = server.certificates().rsa(role);
        ConnectionOptions options = ConnectionOptions.parse(url).toBuilder()
                .sslMode(SslMode.VERIFY_CA)
                .sslRootCert(server.certificates().caFile())
                .sslCert(own.certFile())
                .sslKey(own.keyFile())
                .requireAuth(EnumSet.of(AuthMethod.NONE))
                .build();
        try (Connection connection = PgJdbc.source(options).getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void source_unixSocket_isRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Journal.at("postgresql://app@/shop?host=/var/run/postgresql"))
                .withMessageContaining("unix socket");
    }

    @Test
    void journal_overAPool_leavesConnectionsAsTheyWere() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + test.database.name()
                + "?sslmode=disable");
        config.setUsername("postgres");
        config.setMaximumPoolSize(1);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Journal journal =
                    Journal.builder(pool).connection(test.database.url()).build();
            assertThat(journal.publish("orders", Json.of("1"))).isEqualTo(1);
            assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> journal.publish("orders", new Json("{")));
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            }
            assertThat(journal.publish("orders", Json.of("2"))).isPositive();
        }
    }
}
