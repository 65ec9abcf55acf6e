package io.github.pgchime.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import io.github.pgchime.testkit.script.StandbyStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalSenderTest {

    private static final byte[] READY = Frames.readyForQuery('I');
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void createTemporarySlot_namesAreQuoted() {
        try (WalSender walSender = playing(Script.welcome()
                .expectQuery(
                        "CREATE_REPLICATION_SLOT \"a \"\"slot\"\"\" TEMPORARY LOGICAL \"test'decoding\" NOEXPORT_SNAPSHOT",
                        slotAnswer("16/B374D848"))
                .expectHangUp())) {
            assertThat(walSender.createTemporarySlot("a \"slot\"", "test'decoding"))
                    .isEqualTo(Lsn.parse("16/B374D848"));
        }
        server.verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "1/2/3", "-1/0"})
    void createTemporarySlot_answerWithoutAPosition_isRefused(String position) {
        try (WalSender walSender =
                playing(Script.welcome().expectQueryStarting("CREATE_REPLICATION_SLOT", slotAnswer(position)))) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> walSender.createTemporarySlot("s", "pgoutput"))
                    .withMessageStartingWith("column consistent_point is no position");
        }
    }

    @Test
    void createTemporarySlot_noRow_isRefused() {
        try (WalSender walSender = playing(
                Script.welcome().expectQueryStarting("CREATE_REPLICATION_SLOT", Frames.commandComplete("OK"), READY))) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> walSender.createTemporarySlot("s", "pgoutput"))
                    .withMessageStartingWith("expected one row, not 0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "15.1 | (SNAPSHOT 'nothing', TWO_PHASE, FAILOVER)",
                "14.9 | NOEXPORT_SNAPSHOT TWO_PHASE FAILOVER",
            })
    void createSlot_hasItsOptionsAsTheVersionTakesThem(String version, String options) {
        try (WalSender walSender = playing(Script.empty()
                .send(
                        Frames.authenticationOk(),
                        Frames.parameterStatus("server_version", version),
                        Frames.backendKeyData(1, 2),
                        READY)
                .expectQuery("CREATE_REPLICATION_SLOT \"a\"\"b\" LOGICAL \"pgoutput\" " + options, slotAnswer("0/10"))
                .expectHangUp())) {
            assertThat(walSender.createSlot("a\"b", "pgoutput", List.of("TWO_PHASE", "FAILOVER")))
                    .isEqualTo(new Lsn(16));
        }
        server.verify();
    }

    @Test
    void identifySystem_isWhichServerAndWhere() {
        try (WalSender walSender = playing(Script.welcome()
                .expectQuery(
                        "IDENTIFY_SYSTEM",
                        answer(List.of("systemid", "timeline", "xlogpos"), List.of("7", "2", "0/20"))))) {
            assertThat(walSender.identifySystem()).isEqualTo(new SystemIdentity("7", 2, new Lsn(32)));
        }
    }

    @Test
    void timelineHistory_isReadLineByLine() {
        try (WalSender walSender = playing(Script.welcome()
                .expectQuery(
                        "TIMELINE_HISTORY 3",
                        answer(
                                List.of("filename", "content"),
                                List.of("00000003.history", "# why\n1\t0/10\tno recovery target\n\n 2 FF/20\n"))))) {
            assertThat(walSender.timelineHistory(1).ends()).isEmpty();
            TimelineHistory history = walSender.timelineHistory(3);
            assertThat(history.end(1)).contains(new Lsn(16));
            assertThat(history.end(2)).contains(Lsn.parse("FF/20"));
            assertThat(history.end(3)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "one 0/10", "1 nowhere"})
    void timelineHistory_malformed_isRefused(String line) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> TimelineHistory.parse(line))
                .withMessage("expected a line of a timeline's history, not \"" + line + "\"");
    }

    @Test
    void requireLogicalDecoding_withoutIt_saysHow() {
        String query = "SELECT current_setting('wal_level') AS wal_level";
        try (WalSender walSender = playing(Script.welcome()
                .expectQuery(query, answer(List.of("wal_level"), List.of("logical")))
                .expectQuery(query, answer(List.of("wal_level"), List.of("replica"))))) {
            walSender.requireLogicalDecoding();
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(walSender::requireLogicalDecoding)
                    .withMessageContaining("wal_level is replica");
        }
    }

    @Test
    void sendTerminate_isTheLastWord() {
        server.onReplication(Script.welcome()
                .expectQueryStarting("START_REPLICATION", Frames.copyBothResponse())
                .expectStatus()
                .expectMessage('X', message -> {})
                .close());
        try (WalSender walSender = open()) {
            walSender.startLogical("s", Lsn.ZERO, Map.of(), 100);
            walSender.sendStatus(Lsn.ZERO, Instant.EPOCH, false);
            walSender.sendTerminate();
            assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(walSender::next);
        }
        server.verify();
    }

    @Test
    void startLogical_options_areQuotedInOrder() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("proto_version", "1");
        options.put("publication_names", "\"it's\"\\");
        assertStarts(
                options,
                "START_REPLICATION SLOT \"a \"\"slot\"\"\" LOGICAL 0/0"
                        + " (\"proto_version\" '1', \"publication_names\" '\"it''s\"\\')");
    }

    @Test
    void startLogical_noOptions_hasNoParentheses() {
        assertStarts(Map.of(), "START_REPLICATION SLOT \"a \"\"slot\"\"\" LOGICAL 0/0");
    }

    private void assertStarts(Map<String, String> options, String command) {
        try (WalSender walSender = playing(
                Script.welcome().expectQuery(command, Frames.copyBothResponse()).expectHangUp())) {
            walSender.startLogical("a \"slot\"", Lsn.ZERO, options, 100);
        }
        server.verify();
    }

    @Test
    void startLogical_refused_isTheServersError() {
        try (WalSender walSender = playing(Script.welcome()
                .expectQueryStarting("START", Frames.errorResponse("42704", "no such slot"), READY)
                .expectQuery(
                        "SHOW x",
                        Frames.rowDescription("x"),
                        Frames.dataRow("1"),
                        Frames.commandComplete("SHOW"),
                        READY))) {
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> walSender.startLogical("s", Lsn.ZERO, Map.of(), 100));
            assertThat(walSender.query("SHOW x").getFirst().text("x")).isEqualTo("1");
        }
    }

    @Test
    void next_payload_isKeptUpToTheLengthAskedFor() {
        try (WalSender walSender = streaming(
                5,
                Frames.xlogData(1, 2, "0123456789".getBytes(StandardCharsets.UTF_8)),
                Frames.keepalive(3, true),
                Frames.copyData(new byte[] {'?'}))) {
            var data = (ReplicationMessage.XLogData) walSender.next();
            assertThat(data.payload().text(StandardCharsets.UTF_8)).isEqualTo("01234");
            assertThat(walSender.next()).isEqualTo(new ReplicationMessage.Keepalive(3, true));
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(walSender::next);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.678901999Z, true",
        "2000-01-01T00:00:00Z, false",
        "1999-12-31T23:59:59.999999Z, true",
        "0001-01-01T00:00:00Z, false"
    })
    void sendStatus_isThePositionAndTheClock(Instant now, boolean replyRequested) throws Exception {
        CompletableFuture<StandbyStatus> came = new CompletableFuture<>();
        server.onReplication(Script.welcome()
                .expectQueryStarting("START_REPLICATION", Frames.copyBothResponse())
                .expectStatus("any", came::complete));
        try (WalSender walSender = open()) {
            walSender.startLogical("s", Lsn.ZERO, Map.of(), 100);
            walSender.sendStatus(new Lsn(-7), now, replyRequested);
            assertThat(came.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new StandbyStatus(
                            -7, -7, -7, ChronoUnit.MICROS.between(POSTGRES_EPOCH, now), replyRequested));
        }
    }

    @Test
    void abort_endsTheStream() {
        WalSender walSender = streaming(100);
        assertThat(walSender.silence()).isZero();
        walSender.abort();
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(walSender::next);
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> walSender.sendStatus(Lsn.ZERO, Instant.EPOCH, false));
        server.verify();
    }

    private WalSender streaming(int keptOfEach, byte[]... messages) {
        WalSender walSender = playing(Script.welcome()
                .expectQueryStarting("START_REPLICATION", Frames.copyBothResponse())
                .send(messages)
                .expectHangUp());
        walSender.startLogical("s", Lsn.ZERO, Map.of(), keptOfEach);
        return walSender;
    }

    private WalSender playing(Script script) {
        server.onReplication(script);
        return open();
    }

    private WalSender open() {
        return WalSender.open(ConnectionOptions.parse(server.url(), Map.of()), () -> 0);
    }

    private static byte[] slotAnswer(String position) {
        return answer(
                List.of("slot_name", "consistent_point", "snapshot_name", "output_plugin"),
                List.of("s", position, "", "p"));
    }

    private static byte[] answer(List<String> columns, List<String> values) {
        return Frames.concat(Frames.row(columns, values).toArray(byte[][]::new));
    }
}
