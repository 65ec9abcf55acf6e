package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.AuthMethod;
import io.github.pgchime.ChannelBinding;
import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.SslMode;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.ServerCertificate;
import io.github.pgchime.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server asks a role for, over what, and whether the settings let it have that. */
@OldestAndNewest(own = true)
final class AuthenticationIT {

    private static final String PASSWORD = "p4ss wörd:\\";

    private final PostgresServer server;
    private TestDatabase database;

    AuthenticationIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
    }

    @AfterEach
    void drop() {
        server.certificate(server.certificates().server());
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # asked for | over    | require_auth       | channel_binding | outcome
                    trust       | plain   | scram-sha-256,none | prefer          | in
                    trust       | plain   | scram-sha-256      | prefer          | for no proof, and require_auth is scram-sha-256
                    trust       | EC      | scram-sha-256,none | require         | let the user in without it
                    trust       | EC      | !none              | prefer          | for no proof, and require_auth is password,md5,scram-sha-256
                    scram       | plain   | scram-sha-256,none | prefer          | in
                    scram       | plain   | scram-sha-256      | disable         | in
                    scram       | plain   | scram-sha-256      | require         | does not offer SCRAM-SHA-256-PLUS
                    scram       | plain   | none               | prefer          | for SCRAM-SHA-256, and require_auth is none
                    scram       | plain   | password,md5       | prefer          | for SCRAM-SHA-256, and require_auth is password,md5
                    scram       | EC      | scram-sha-256,none | prefer          | in
                    scram       | EC      | scram-sha-256      | disable         | in
                    scram       | EC      | scram-sha-256      | require         | in
                    scram       | RSA     | scram-sha-256      | require         | in
                    scram       | Ed25519 | scram-sha-256      | prefer          | in
                    scram       | Ed25519 | scram-sha-256      | disable         | in
                    scram       | Ed25519 | scram-sha-256      | require         | has no certificate that has a hash for it
                    cleartext   | plain   | scram-sha-256,none | prefer          | for a cleartext password, and require_auth is none,scram-sha-256
                    cleartext   | plain   | password           | prefer          | over a connection without TLS
                    cleartext   | EC      | scram-sha-256,none | prefer          | for a cleartext password, and require_auth is none,scram-sha-256
                    cleartext   | EC      | md5                | prefer          | for a cleartext password, and require_auth is md5
                    cleartext   | EC      | password           | prefer          | in
                    cleartext   | EC      | password           | require         | asks for a cleartext password
                    md5         | plain   | scram-sha-256,none | prefer          | for an MD5 password, and require_auth is none,scram-sha-256
                    md5         | plain   | md5                | prefer          | over a connection without TLS
                    md5         | EC      | md5                | prefer          | in
                    md5         | EC      | !password          | disable         | in
                    md5         | EC      | md5                | require         | asks for an MD5 password
                    """)
    void session_isOpened_orRefusedBeforeASecretLeaves(
            String asked, String over, String requireAuth, String channelBinding, String outcome) {
        ConnectionOptions options = ConnectionOptions.parse(role(asked), Map.of()).toBuilder()
                .sslMode(over.equals("plain") ? SslMode.DISABLE : SslMode.VERIFY_FULL)
                .sslRootCert(server.certificates().caFile())
                .requireAuth(AuthMethod.parse(requireAuth))
                .channelBinding(ChannelBinding.parse(channelBinding))
                .build();
        if (!over.equals("plain")) {
            server.certificate(certificate(over));
        }
        if (outcome.equals("in")) {
            try (PgConnection connection = Scripted.open(options)) {
                assertThat(connection.queryRow("SELECT session_user AS who").text("who"))
                        .isEqualTo(options.user());
            }
        } else {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> Scripted.open(options))
                    .withMessageContaining(outcome)
                    .withMessageNotContaining("p4ss");
        }
    }

    private String role(String asked) {
        if (asked.equals("trust")) {
            return server.superuserUrl(database.name());
        }
        if (asked.equals("scram")) {
            return database.createRole("auth_scram", PASSWORD);
        }
        String url = database.createRole("auth_" + asked, PASSWORD, "IN ROLE " + asked);
        if (asked.equals("md5")) {
            database.execute("SET password_encryption = 'md5'; ALTER ROLE auth_md5 PASSWORD '" + PASSWORD + "'");
        }
        return url;
    }

    private ServerCertificate certificate(String key) {
        return switch (key) {
            case "RSA" -> server.certificates().rsa("127.0.0.1");
            case "Ed25519" -> server.certificates().ed25519("127.0.0.1");
            default -> server.certificates().server();
        };
    }
}
