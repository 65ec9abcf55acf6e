package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ServerException;
import io.github.pgchime.SslMode;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.ServerCertificate;
import io.github.pgchime.testkit.TestCertificates;
import io.github.pgchime.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each sslmode makes of each certificate, with a role whose password goes by SCRAM. */
@OldestAndNewest(own = true)
final class TlsIT {

    private final PostgresServer server;
    private final TestCertificates certificates;
    private TestDatabase database;
    private ConnectionOptions scramRole;

    TlsIT(PostgresServer server) {
        this.server = server;
        this.certificates = server.certificates();
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        scramRole = ConnectionOptions.parse(database.createRole("tls_tester", "p4ss wörd"), Map.of());
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void verifyFull_goodCertificate_isEncrypted(String host) {
        server.certificate(certificates.server());
        assertEncrypted(verified().host(host).build());
    }

    @Test
    void verifyFull_rsaCertificate_isEncrypted() {
        server.certificate(certificates.rsa("127.0.0.1"));
        assertEncrypted(verified().build());
    }

    /** No channel binding is defined for it, so SCRAM goes without. */
    @Test
    void verifyFull_ed25519Certificate_isEncrypted() {
        server.certificate(certificates.ed25519("127.0.0.1"));
        assertEncrypted(verified().build());
    }

    @Test
    void verifyFull_anotherAuthority_isAMistakeInTheConfiguration() {
        server.certificate(certificates.server());
        assertRefused(verifiedBy(TestCertificates.create().caFile()).build());
    }

    @Test
    void verifyFull_authorityThatTheJvmDoesNotKnow_isAMistakeInTheConfiguration() {
        server.certificate(certificates.server());
        assertRefused(scramRole.toBuilder().sslMode(SslMode.VERIFY_FULL).build());
    }

    @Test
    void verifyFull_certificateThatDoesNotConvince_isAMistakeInTheConfiguration() {
        for (ServerCertificate each : unconvincing()) {
            server.certificate(each);
            assertRefused(verified().build());
        }
    }

    @Test
    void require_anyCertificate_isEncrypted() {
        for (ServerCertificate each : unconvincing()) {
            server.certificate(each);
            assertEncrypted(scramRole.toBuilder().sslMode(SslMode.REQUIRE).build());
        }
    }

    @Test
    void prefer_isEncryptedWhereTheServerOffersIt() {
        ConnectionOptions prefer = scramRole.toBuilder().sslMode(SslMode.PREFER).build();
        assertEncrypted(prefer);
        server.setting("ssl", "off");
        try {
            assertThat(isEncrypted(prefer)).isFalse();
            assertThat(catchThrowableOfType(
                            ConfigException.class, () -> isEncrypted(verified().build())))
                    .hasMessageContaining("turn ssl on")
                    .hasMessageContaining("sslmode=disable");
        } finally {
            server.resetSetting("ssl");
        }
    }

    @Test
    void disable_isPlainAndTheServersRulesHold() {
        ConnectionOptions plain = scramRole.toBuilder().sslMode(SslMode.DISABLE).build();
        assertThat(isEncrypted(plain)).isFalse();
        database.execute("GRANT tls_only TO tls_tester");
        assertThat(catchThrowableOfType(ServerException.class, () -> isEncrypted(plain))
                        .sqlState())
                .isEqualTo("28000");
    }

    @Test
    void abort_duringAQueryUnderTls_endsIt() {
        server.certificate(certificates.server());
        PgConnection connection = Scripted.open(verified().build());
        CompletableFuture<List<Row>> query =
                CompletableFuture.supplyAsync(() -> connection.query("SELECT pg_sleep(600)"));
        String backend = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + connection.backendPid();
        eventually()
                .until(() -> database.queryOne(backend + " AND wait_event = 'PgSleep'")
                        .equals("1"));
        connection.abort();
        assertThat(query)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(ConnectionLostException.class)
                .withMessageContaining("the connection was closed on this side");
        database.execute("SELECT pg_terminate_backend(" + connection.backendPid() + ")");
    }

    @Test
    void interrupt_duringAQueryUnderTls_endsIt() {
        server.certificate(certificates.server());
        PgConnection connection = Scripted.open(verified().build());
        Background<List<Row>> query = Background.of(() -> connection.query("SELECT pg_sleep(600)"));
        String backend = "SELECT count(*) FROM pg_stat_activity WHERE pid = " + connection.backendPid();
        eventually()
                .until(() -> database.queryOne(backend + " AND wait_event = 'PgSleep'")
                        .equals("1"));
        query.interrupt();
        assertThat(query.failure(ConnectionLostException.class))
                .hasMessage("interrupted while talking to the server, which ended the connection");
        assertThat(query.leftInterrupted()).isTrue();
        database.execute("SELECT pg_terminate_backend(" + connection.backendPid() + ")");
    }

    private List<ServerCertificate> unconvincing() {
        return List.of(
                certificates.server("elsewhere.example"),
                certificates.expired("127.0.0.1"),
                certificates.selfSigned("127.0.0.1"));
    }

    private ConnectionOptions.Builder verified() {
        return verifiedBy(certificates.caFile());
    }

    private ConnectionOptions.Builder verifiedBy(Path authorities) {
        return scramRole.toBuilder().sslMode(SslMode.VERIFY_FULL).sslRootCert(authorities);
    }

    private static void assertRefused(ConnectionOptions options) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> isEncrypted(options)))
                .hasMessageContaining("does not prove that it is 127.0.0.1")
                .hasMessageContaining("sslrootcert=/path/to/ca.pem")
                .hasMessageNotContaining("p4ss");
    }

    private static void assertEncrypted(ConnectionOptions options) {
        assertThat(isEncrypted(options)).isTrue();
    }

    private static boolean isEncrypted(ConnectionOptions options) {
        try (PgConnection connection = Scripted.open(options)) {
            return connection
                    .queryRow("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                    .bool("ssl");
        }
    }
}
