package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.SslMode;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
