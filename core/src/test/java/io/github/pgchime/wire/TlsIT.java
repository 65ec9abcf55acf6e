package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgchime.AuthMethod;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.SslMode;
import io.github.pgchime.SslNegotiation;
import io.github.pgchime.TlsVersion;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.ServerCertificate;
import io.github.pgchime.testkit.TestCertificates;
import io.github.pgchime.testkit.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    void verifyCa_anotherName_isEncrypted() {
        server.certificate(certificates.server("elsewhere.example"));
        assertEncrypted(verified().sslMode(SslMode.VERIFY_CA).build());
        assertEncrypted(verified().sslMode(SslMode.REQUIRE).build());
    }

    @Test
    void verifyCa_certificateOfNobody_isAMistakeInTheConfiguration() {
        for (ServerCertificate each :
                List.of(certificates.expired("127.0.0.1"), certificates.selfSigned("127.0.0.1"))) {
            server.certificate(each);
            assertRefused(verified().sslMode(SslMode.VERIFY_CA).build());
        }
    }

    @Test
    void crl_withoutTheCertificate_isEncrypted() {
        server.certificate(certificates.server());
        assertEncrypted(verified().sslCrl(certificates.nothingRevoked()).build());
    }

    @Test
    void crl_withTheCertificate_isAMistakeInTheConfiguration() {
        server.certificate(certificates.server());
        assertRefused(
                verified().sslCrl(certificates.revoked(certificates.server())).build());
    }

    @Test
    void crl_ofAnotherAuthority_isAMistakeInTheConfiguration() {
        server.certificate(certificates.server());
        assertRefused(
                verified().sslCrl(TestCertificates.create().nothingRevoked()).build());
    }

    @Test
    void allow_isPlain_andEncryptedWhereTheServerLetsNobodyInWithout() {
        ConnectionOptions allow = scramRole.toBuilder().sslMode(SslMode.ALLOW).build();
        assertThat(isEncrypted(allow)).isFalse();
        database.execute("GRANT tls_only TO tls_tester");
        assertEncrypted(allow);
    }

    @Test
    void prefer_isPlainWhereTheServerLetsNobodyInWithTls() {
        database.execute("GRANT encrypted_not TO tls_tester");
        ConnectionOptions prefer = scramRole.toBuilder().sslMode(SslMode.PREFER).build();
        assertThat(isEncrypted(prefer)).isFalse();
        assertThat(catchThrowableOfType(
                                ServerException.class,
                                () -> isEncrypted(scramRole.toBuilder()
                                        .sslMode(SslMode.REQUIRE)
                                        .build()))
                        .sqlState())
                .isEqualTo("28000");
    }

    /** The server before it has no lines for the one or the other: both are told. */
    @Test
    void allow_refusedBothWays_isTheFirstErrorWithTheOther() {
        database.execute("GRANT tls_only, encrypted_not TO tls_tester");
        ServerException failure = catchThrowableOfType(
                ServerException.class,
                () -> isEncrypted(scramRole.toBuilder().sslMode(SslMode.ALLOW).build()));
        assertThat(failure.sqlState()).isEqualTo("28000");
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void version_isTheNewestThatIsOffered(TlsVersion newest) {
        try (PgConnection connection =
                Scripted.open(verified().sslMaxProtocolVersion(newest).build())) {
            assertThat(connection
                            .queryRow("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                            .text("version"))
                    .isEqualTo(newest.spelling());
        }
    }

    @Test
    void version_olderThanOurs_isRefused() {
        server.setting("ssl_max_protocol_version", "TLSv1.2");
        try {
            assertThat(catchThrowableOfType(
                            ConnectionLostException.class,
                            () -> isEncrypted(verified()
                                    .sslMinProtocolVersion(TlsVersion.TLS_1_3)
                                    .build())))
                    .hasMessageContaining("protocol_version");
        } finally {
            server.resetSetting("ssl_max_protocol_version");
        }
    }

    @Test
    void direct_isEncryptedWithoutAQuestion_from17On() {
        ConnectionOptions direct =
                verified().sslNegotiation(SslNegotiation.DIRECT).sslSni(false).build();
        if (server.major() >= 17) {
            assertEncrypted(direct);
        } else {
            assertThat(catchThrowableOfType(PgChimeException.class, () -> isEncrypted(direct)))
                    .isNotNull();
        }
    }

    @Test
    void clientCertificate_isWhatTheServerAsksFor() {
        server.certificate(certificates.server());
        database.execute("GRANT certified TO tls_tester");
        ServerCertificate own = certificates.server("tls_tester");
        ConnectionOptions.Builder shown =
                verified().requireAuth(EnumSet.of(AuthMethod.NONE)).sslCert(own.certFile());
        assertEncrypted(shown.sslKey(own.keyFile()).build());
        assertEncrypted(shown.sslKey(certificates.encryptedKey(own, "s3cret"))
                .sslPassword(PasswordSupplier.of("s3cret".toCharArray()))
                .build());
        assertKeyRefused(
                shown.sslPassword(PasswordSupplier.of("C4n4ry".toCharArray())).build(), "sslpassword does not open it");
        ServerCertificate others = certificates.server("somebody_else");
        assertThat(catchThrowableOfType(
                                ServerException.class,
                                () -> isEncrypted(shown.sslCert(others.certFile())
                                        .sslKey(others.keyFile())
                                        .build()))
                        .sqlState())
                .isEqualTo("28000");
        assertThat(catchThrowableOfType(
                        PgChimeException.class, () -> isEncrypted(verified().build())))
                .isNotNull();
    }

    @Test
    void clientKey_ofEveryKind() {
        server.certificate(certificates.server());
        database.execute("GRANT certified TO tls_tester");
        for (ServerCertificate own : List.of(certificates.rsa("tls_tester"), certificates.ed25519("tls_tester"))) {
            assertEncrypted(
                    verified().sslCert(own.certFile()).sslKey(own.keyFile()).build());
        }
    }

    @Test
    void clientKey_thatIsWrong_isNamed(@TempDir Path directory) throws Exception {
        ServerCertificate own = certificates.server("tls_tester");
        ConnectionOptions.Builder shown = verified().sslCert(own.certFile());
        Path key = Files.copy(own.keyFile(), directory.resolve("key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw----"));
        assertKeyRefused(shown.sslKey(key).build(), "can be read or written by others than its owner");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key, "C4n4ry");
        assertKeyRefused(shown.sslKey(key).build(), "holds no key in PEM");
        Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\nC4n4ry==\n-----END RSA PRIVATE KEY-----\n");
        assertKeyRefused(shown.sslKey(key).build(), "holds a RSA PRIVATE KEY; expected PKCS#8");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nC4n4ry==\n-----END PRIVATE KEY-----\n");
        assertKeyRefused(shown.sslKey(key).build(), "holds a key that is none of EC, RSA, EdDSA");
        assertKeyRefused(shown.sslKey(certificates.encryptedKey(own, "x")).build(), "sslpassword is not given");
        assertKeyRefused(shown.sslKey(directory.resolve("none")).build(), "cannot be read");
    }

    private static void assertKeyRefused(ConnectionOptions options, String why) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> isEncrypted(options)))
                .hasMessageStartingWith("sslkey ")
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("C4n4ry"));
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
