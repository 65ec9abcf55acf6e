package io.github.pgchime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

final class PrivateServerIT {

    @ParameterizedTest(name = "{0}")
    @ArgumentsSource(Majors.class)
    void privateServer_stoppedRestartedCrashed_keepsDataAndPort(PostgresServer shared) {
        try (PostgresServer server = PostgresServer.start(shared.major(), Map.of("wal_level", "replica"))) {
            int port = server.port();
            TestDatabase database = server.newDatabase();
            database.execute("CREATE TABLE t AS SELECT 42 AS answer");
            assertThat(database.queryOne("SHOW wal_level")).isEqualTo("replica");
            server.stop();
            assertThatThrownBy(database::connect).hasMessageContaining("refused");
            server.restart();
            assertThat(database.queryOne("SELECT answer FROM t")).isEqualTo("42");
            server.crash();
            assertThat(server.port()).isEqualTo(port);
            assertThat(database.queryOne("SELECT answer FROM t")).isEqualTo("42");
            assertThat(server.log()).contains("database system was not properly shut down");
            database.close();
        }
    }

    @Test
    void certificate_replaced_isWhatClientsSee() throws SQLException {
        int major = Majors.selected().getLast();
        try (PostgresServer server = PostgresServer.start(major, Map.of())) {
            TestCertificates certificates = server.certificates();
            verifyFull(server);
            server.certificate(certificates.server("elsewhere.example"));
            assertThatThrownBy(() -> verifyFull(server)).hasMessageContaining("could not be verified");
            server.certificate(certificates.expired("127.0.0.1"));
            assertThatThrownBy(() -> verifyFull(server)).hasStackTraceContaining("expired");
            server.certificate(certificates.selfSigned("127.0.0.1"));
            assertThatThrownBy(() -> verifyFull(server))
                    .hasStackTraceContaining("unable to find valid certification path");
            server.certificate(certificates.ed25519("127.0.0.1"));
            verifyFull(server);
            server.certificate(certificates.rsa("127.0.0.1"));
            verifyFull(server);
        }
    }

    @Test
    void stop_sharedServer_isRefused() {
        PostgresServer shared = PostgresServer.shared(Majors.selected().getLast());
        assertThatThrownBy(shared::stop).hasMessageContaining("shared with other tests");
    }

    private static void verifyFull(PostgresServer server) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=postgres&sslmode=verify-full"
                + "&sslrootcert=" + server.certificates().caFile();
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }
}
