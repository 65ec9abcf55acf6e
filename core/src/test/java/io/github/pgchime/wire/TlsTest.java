package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.SslMode;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    @ParameterizedTest
    @EnumSource(names = {"REQUIRE", "VERIFY_FULL"})
    void no_whereTlsIsAMust_isAMistakeInTheConfigurationAndNothingIsSent(SslMode mode) throws Exception {
        try (TlsAnswer server = TlsAnswer.thenListen('N')) {
            assertThat(catchThrowableOfType(ConfigException.class, () -> Scripted.open(options(server.port(), mode))))
                    .hasMessageContaining("sslmode is " + mode.spelling())
                    .hasMessageContaining("turn ssl on")
                    .hasMessageContaining("sslmode=disable");
            assertThat(server.heard().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void no_underPrefer_goesOnInPlainText() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onOrdinary(Script.welcome().expectHangUp());
            Scripted.open(options(server.port(), SslMode.PREFER)).close();
            server.verify();
        }
    }

    @Test
    void disable_neverAsks() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.encryptionAnswer((byte) 'E').onOrdinary(Script.welcome().expectHangUp());
            Scripted.open(options(server.port(), SslMode.DISABLE)).close();
            server.verify();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE", "VERIFY_FULL"})
    void yes_withMoreInPlainText_isRefused(SslMode mode) throws Exception {
        try (TlsAnswer server = TlsAnswer.thenListen('S', 'R')) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> Scripted.open(options(server.port(), mode)))
                    .withMessage("unencrypted bytes follow the server's consent to TLS");
            assertThat(server.heard().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'R', '\0', 'G', 0xFF})
    void anyOtherAnswer_isRefused(char answer) throws Exception {
        try (TlsAnswer server = TlsAnswer.thenListen(answer)) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> Scripted.open(options(server.port(), SslMode.PREFER)))
                    .withMessageContaining("0x" + Integer.toHexString(answer) + "; expected S or N");
            assertThat(server.heard().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    /** CVE-2024-10977: anybody in between can have written it. */
    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE", "VERIFY_FULL"})
    void error_inPlaceOfAnAnswer_isNotRepeated(SslMode mode) throws Exception {
        try (TlsAnswer server = TlsAnswer.thenListen('E', 'C', '4', 'n', '4', 'r', 'y')) {
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> Scripted.open(options(server.port(), mode)))
                    .withMessageEndingWith("the server answered with an error, whose text is not believed")
                    .withMessageNotContaining("C4n4ry");
            assertThat(server.heard().get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void endOfStream_inPlaceOfAnAnswer_isALostConnection() throws Exception {
        try (TlsAnswer server = TlsAnswer.thenClose()) {
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> Scripted.open(options(server.port(), SslMode.REQUIRE)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE", "VERIFY_FULL"})
    void endOfStream_inTheHandshake_isALostConnection(SslMode mode) throws Exception {
        try (TlsAnswer server = TlsAnswer.thenClose('S')) {
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> Scripted.open(options(server.port(), mode)))
                    .withMessageContaining("negotiating TLS");
        }
    }

    @Test
    void garbage_inTheHandshake_isALostConnection() throws Exception {
        try (TlsAnswer server = TlsAnswer.thenGarbage('S')) {
            assertThatExceptionOfType(ConnectionLostException.class)
                    .isThrownBy(() -> Scripted.open(options(server.port(), SslMode.REQUIRE)))
                    .withMessageContaining("negotiating TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"})
    void rootCertificate_unreadable_isAMistakeInTheConfiguration(String content, @TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("ca.pem");
        if (!content.equals("missing")) {
            Files.writeString(file, content);
        }
        try (TlsAnswer server = TlsAnswer.thenListen('S')) {
            ConnectionOptions options = options(server.port(), SslMode.VERIFY_FULL).toBuilder()
                    .sslRootCert(file)
                    .build();
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> Scripted.open(options))
                    .withMessageContaining("sslrootcert " + file)
                    .withMessageContaining("PEM");
        }
    }

    private static ConnectionOptions options(int port, SslMode mode) {
        return ConnectionOptions.builder()
                .host("127.0.0.1")
                .port(port)
                .user("tester")
                .sslMode(mode)
                .build();
    }
}
