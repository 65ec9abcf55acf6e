package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ProtocolVersion;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.testkit.script.ClientMessage;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import io.github.pgchime.testkit.script.Startup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final String CANARY = "c4n4ry-p4ssw0rd";

    private final ScriptedServer server = ScriptedServer.start();
    private final ScramServer scram = new ScramServer(CANARY);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void startup_ordinary_tellsItsParametersInOrder() {
        server.onOrdinary(Script.welcome().silence());
        Scripted.open(options()
                        .applicationName("the app")
                        .options("-c geqo=off")
                        .build())
                .close();
        Startup startup = server.startups().getFirst();
        assertThat(startup.protocol()).isEqualTo(0x30000);
        assertThat(List.copyOf(startup.parameters().entrySet()))
                .containsExactly(
                        Map.entry("user", "tester"),
                        Map.entry("database", "scripted"),
                        Map.entry("application_name", "the app"),
                        Map.entry("client_encoding", "UTF8"),
                        Map.entry("standard_conforming_strings", "on"),
                        Map.entry("options", "-c geqo=off"));
    }

    @Test
    void startup_walSender_asksForADatabasesWalsender() {
        server.onReplication(Script.welcome().silence());
        PgConnection.open(options().build(), PgConnection.Role.WALSENDER, () -> 0)
                .close();
        assertThat(server.startups().getFirst().parameters())
                .hasSize(6)
                .containsEntry("replication", "database")
                .doesNotContainKey("options");
    }

    @Test
    void trust_opensWithoutAskingForThePassword() {
        server.onOrdinary(Script.welcome().silence());
        PasswordSupplier never = () -> {
            throw new AssertionError("asked");
        };
        try (PgConnection connection = Scripted.open(options().password(never).build())) {
            assertThat(connection.backendPid()).isEqualTo(4711);
            assertThat(connection.majorVersion()).isEqualTo(18);
            assertThat(connection.parameter("server_encoding")).contains("UTF8");
            assertThat(connection.parameter("unheard_of")).isEmpty();
        }
    }

    @Test
    void scram_rightPassword_opens() {
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', scram::challenge)
                .reply('p', scram::verdict)
                .send(Frames.welcome())
                .silence());
        Scripted.open(options().build()).close();
        server.verify();
    }

    @Test
    void scram_passwordThatSaslprepForbids_isTakenAsItIs() {
        String forbidden = "bell\u0007 and private \uE000";
        ScramServer raw = new ScramServer(forbidden);
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', raw::challenge)
                .reply('p', raw::verdict)
                .send(Frames.welcome())
                .silence());
        Scripted.open(options()
                        .password(PasswordSupplier.of(forbidden.toCharArray()))
                        .build())
                .close();
        server.verify();
    }

    @Test
    void password_isAskedAtEveryConnectAndWiped() {
        Script refused = asked("SCRAM-SHA-256").reply('p', message -> Frames.errorResponse("28P01", "no"));
        server.onOrdinary(refused, refused);
        List<char[]> given = new ArrayList<>();
        ConnectionOptions options = options()
                .password(() -> {
                    given.add(CANARY.toCharArray());
                    return given.getLast();
                })
                .build();
        assertThat(failure(ServerException.class, options).sqlState()).isEqualTo("28P01");
        failure(ServerException.class, options);
        assertThat(given).hasSize(2).allSatisfy(array -> assertThat(array).containsOnly('\0'));
    }

    @Test
    void scram_wrongSignature_isRefused() {
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', scram::challenge)
                .reply('p', message -> Frames.authenticationSaslFinal("v=" + "A".repeat(43) + "="))
                .expectHangUp());
        assertThat(failure(ProtocolException.class))
                .hasMessageStartingWith("SCRAM authentication of the server failed");
    }

    @Test
    void scram_errorAsFinalMessage_isRefused() {
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', scram::challenge)
                .reply('p', message -> Frames.authenticationSaslFinal("e=other-error"))
                .expectHangUp());
        assertThat(failure(ProtocolException.class)).hasMessageContaining("SCRAM authentication of the server failed");
    }

    @Test
    void scram_okInPlaceOfTheSignature_isRefused() {
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', scram::challenge)
                .reply('p', message -> Frames.welcome())
                .expectHangUp());
        assertThat(failure(ProtocolException.class)).hasMessageContaining("with its signature");
    }

    @Test
    void scram_okInPlaceOfTheChallenge_isRefused() {
        server.onOrdinary(
                asked("SCRAM-SHA-256").reply('p', message -> Frames.welcome()).expectHangUp());
        assertThat(failure(ProtocolException.class)).hasMessage("expected the server's first SCRAM message");
    }

    @Test
    void scram_finalInPlaceOfTheChallenge_isRefused() {
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', message -> Frames.authenticationSaslFinal("v=" + "A".repeat(43) + "="))
                .expectHangUp());
        assertThat(failure(ProtocolException.class)).hasMessage("expected the server's first SCRAM message");
    }

    @Test
    void scram_noOkAfterTheSignature_isRefused() {
        server.onOrdinary(asked("SCRAM-SHA-256")
                .reply('p', scram::challenge)
                .reply('p', scram::verdict)
                .send(Frames.authenticationCleartext())
                .expectHangUp());
        assertThat(failure(ProtocolException.class)).hasMessageStartingWith("expected AuthenticationOk");
    }

    @ParameterizedTest
    @ValueSource(ints = {100_001, Integer.MAX_VALUE})
    void scram_moreIterationsThanReasonable_areNotDone(int iterations) {
        challengedBy(initial -> scram.challenge(initial, ScramServer.nonceOf(initial) + "x", iterations));
        assertThat(failure(ProtocolException.class))
                .hasMessageContaining(iterations + " SCRAM iterations; at most 100000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void scram_iterationsThatCannotBe_areRefused(int iterations) {
        challengedBy(initial -> scram.challenge(initial, ScramServer.nonceOf(initial) + "x", iterations));
        failure(ProtocolException.class);
    }

    @Test
    void scram_nonceThatIsNotOurs_isRefused() {
        challengedBy(initial -> scram.challenge(initial, "another", 4_096));
        assertThat(failure(ProtocolException.class)).hasMessageContaining("nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "r=,s=,i=", "m=ext,r=a,s=b,i=1"})
    void scram_challengeThatIsNone_isRefused(String challenge) {
        challengedBy(initial -> Frames.authenticationSaslContinue(challenge));
        failure(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OAUTHBEARER", "SCRAM-SHA-1, SCRAM-SHA-512", "SCRAM-SHA-256-PLUS", ""})
    void mechanisms_withoutOurs_areAMistakeInTheConfiguration(String mechanisms) {
        server.onOrdinary(asked(mechanisms.isEmpty() ? new String[0] : mechanisms.split(", "))
                .expectHangUp());
        assertThat(failure(ConfigException.class))
                .hasMessageContaining("SASL (" + mechanisms + ")")
                .hasMessageContaining("pg_hba.conf");
    }

    @Test
    void mechanisms_thatAreNoNames_areNotRepeated() {
        server.onOrdinary(asked("a\nb", "X".repeat(21)).expectHangUp());
        assertThat(failure(ConfigException.class)).hasMessageContaining("SASL ()");
    }

    @ParameterizedTest
    @CsvSource({
        "2, Kerberos V5",
        "3, a cleartext password",
        "5, an MD5 password",
        "7, GSSAPI",
        "9, SSPI",
        "6, authentication method 6"
    })
    void otherMethod_isAMistakeInTheConfigurationAndNothingIsSent(int code, String name) {
        server.onOrdinary(Script.empty()
                .send(Frames.authentication(code, code == 5 ? new byte[4] : new byte[0]))
                .expectHangUp());
        assertThat(failure(ConfigException.class))
                .hasMessageContaining("asks user tester for " + name + ",")
                .hasMessageContaining("password_encryption");
        server.verify();
    }

    @Test
    void password_none_isAMistakeInTheConfiguration() {
        server.onOrdinary(asked("SCRAM-SHA-256").expectHangUp());
        assertThat(failure(ConfigException.class, Scripted.options(server))).hasMessageContaining("PGPASSWORD");
        assertThat(failure(
                        ConfigException.class,
                        options().password(() -> new char[0]).build()))
                .hasMessageContaining("PGPASSWORD");
    }

    @Test
    void passwordSupplier_thatFails_isAMistakeInTheConfiguration() {
        server.onOrdinary(asked("SCRAM-SHA-256").expectHangUp());
        IllegalStateException cause = new IllegalStateException("the vault is shut");
        ConfigException failure = failure(
                ConfigException.class,
                options()
                        .password(() -> {
                            throw cause;
                        })
                        .build());
        assertThat(failure)
                .hasMessageContaining("the password supplier for user tester failed with java.lang.IllegalState")
                .hasMessageNotContaining("vault")
                .hasCause(cause);
    }

    @Test
    void passwordSupplier_thatFailsInPgchimesTerms_isBelieved() {
        server.onOrdinary(asked("SCRAM-SHA-256").expectHangUp());
        ConnectionLostException cause = new ConnectionLostException("no token just now");
        assertThat(failure(
                        ConnectionLostException.class,
                        options()
                                .password(() -> {
                                    throw cause;
                                })
                                .build()))
                .isSameAs(cause);
    }

    @Test
    void error_beforeAuthentication_isToldWithAllItsFields() {
        Body body = new Body();
        String codes = "SVCMDHPpqWstcdnFLR";
        codes.chars().forEach(code -> body.string((char) code + "field " + (char) code));
        server.onOrdinary(Script.empty().send(Frames.raw('E', body.int8(0).toBytes())));
        ServerException failure = failure(ServerException.class);
        assertThat(failure.error().fields()).hasSize(codes.length());
        codes.chars()
                .forEach(code -> assertThat(failure.error().field((char) code)).contains("field " + (char) code));
    }

    @Test
    void anythingElse_beforeAuthentication_isRefused() {
        for (byte[] frame : List.of(
                Frames.noticeResponse("00000", "hello"),
                Frames.parameterStatus("a", "b"),
                Frames.notificationResponse(1, "a", "b"),
                Frames.readyForQuery('I'),
                Frames.copyDone())) {
            try (ScriptedServer other = ScriptedServer.start()) {
                other.onOrdinary(Script.empty().send(frame).expectHangUp());
                assertThat(failure(ProtocolException.class, Scripted.options(other)))
                        .hasMessageStartingWith("expected an Authentication message, not ");
            }
        }
    }

    @Test
    void sessionStart_withoutAPid_isRefused() {
        server.onOrdinary(Script.empty()
                .send(Frames.authenticationOk(), Frames.readyForQuery('I'))
                .expectHangUp());
        assertThat(failure(ProtocolException.class)).hasMessage("the session started without BackendKeyData");
    }

    @Test
    void sessionStart_withARow_isRefused() {
        server.onOrdinary(Script.empty()
                .send(Frames.authenticationOk(), Frames.rowDescription("a"))
                .expectHangUp());
        assertThat(failure(ProtocolException.class))
                .hasMessageStartingWith("expected the start of a session, not RowDescription");
    }

    @Test
    void protocol_olderThanAskedFor_isTaken() {
        server.onOrdinary(Script.empty()
                .send(Frames.negotiateProtocolVersion(3 << 16), Frames.welcome())
                .silence());
        Scripted.open(options().maxProtocolVersion(ProtocolVersion.V3_2).build())
                .close();
        assertThat(server.startups().getFirst().protocol()).isEqualTo(0x30002);
    }

    @Test
    void protocol_thatIsOldestAnyhow_isNotNegotiated() {
        server.onOrdinary(
                Script.empty().send(Frames.negotiateProtocolVersion(3 << 16)).expectHangUp());
        assertThat(failure(ProtocolException.class))
                .hasMessageStartingWith("asked for protocol 3.0 without options, the server offers 3.0");
    }

    @Test
    void protocol_olderThanWillDo_isAMistakeInTheConfiguration() {
        server.onOrdinary(
                Script.empty().send(Frames.negotiateProtocolVersion(3 << 16)).expectHangUp());
        assertThat(failure(
                        ConfigException.class,
                        options()
                                .maxProtocolVersion(ProtocolVersion.V3_2)
                                .minProtocolVersion(ProtocolVersion.V3_2)
                                .build()))
                .hasMessage("the server speaks protocol 3.0, and min_protocol_version is 3.2");
    }

    /** Something newer, nothing that exists, what was asked for, and options that nobody asked for. */
    @ParameterizedTest
    @CsvSource({"196611, 0", "131072, 0", "196610, 0", "0, 0", "-1, 0", "196608, 1"})
    void protocol_thatCannotBe_isRefused(int newest, int options) {
        server.onOrdinary(Script.empty()
                .send(Frames.negotiateProtocolVersion(newest, options == 0 ? new String[0] : new String[] {"_pq_.x"}))
                .expectHangUp());
        assertThat(failure(
                        ProtocolException.class,
                        options().maxProtocolVersion(ProtocolVersion.V3_2).build()))
                .hasMessageStartingWith("asked for protocol 3.2 without options, the server offers ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 257, 5_000})
    void key_thatIsTooShortOrTooLong_isRefused(int length) {
        byte[] body = new byte[4 + length];
        server.onOrdinary(Script.empty()
                .send(Frames.authenticationOk(), Frames.raw('K', body))
                .expectHangUp());
        assertThat(failure(ProtocolException.class))
                .hasMessage("BackendKeyData has a key of " + length + " bytes; expected 4 to 256");
    }

    @Test
    void sessionStart_notices_arePassedOver() {
        server.onOrdinary(Script.empty()
                .send(
                        Frames.authenticationOk(),
                        Frames.noticeResponse("00000", "hello"),
                        Frames.backendKeyData(1, 2),
                        Frames.readyForQuery('I'))
                .silence());
        try (PgConnection connection = Scripted.open(server)) {
            assertThat(connection.backendPid()).isEqualTo(1);
            assertThat(catchThrowableOfType(ProtocolException.class, connection::majorVersion))
                    .hasMessageContaining("expected one such as 18.1");
        }
    }

    @Test
    void sessionStart_refused_isTheServersError() {
        server.onOrdinary(Script.empty().send(Frames.authenticationOk(), Frames.fatal("3D000", "no such database")));
        assertThat(failure(ServerException.class).sqlState()).isEqualTo("3D000");
    }

    private void challengedBy(Function<ClientMessage, byte[]> challenge) {
        server.onOrdinary(asked("SCRAM-SHA-256").reply('p', challenge).expectHangUp());
    }

    private static Script asked(String... mechanisms) {
        return Script.empty().send(Frames.authenticationSasl(mechanisms));
    }

    private ConnectionOptions.Builder options() {
        return Scripted.options(server).toBuilder().password(PasswordSupplier.of(CANARY.toCharArray()));
    }

    private <E extends PgChimeException> E failure(Class<E> type) {
        E failure = failure(type, options().build());
        server.verify();
        return failure;
    }

    private static <E extends PgChimeException> E failure(Class<E> type, ConnectionOptions options) {
        E failure = catchThrowableOfType(type, () -> Scripted.open(options).close());
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace + options.toString()).doesNotContain(CANARY);
        return failure;
    }
}
