package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.FakeTime;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgConnectionTest {

    private static final byte[] READY = Frames.readyForQuery('I');
    private static final byte[] ONE =
            Frames.concat(Frames.rowDescription("a"), Frames.dataRow("1"), Frames.commandComplete("SELECT 1"), READY);

    private final ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void query_rows_areReadByTheTypeAskedFor() {
        PgConnection connection = answered(
                Frames.rowDescription("n", "t", "b", "l", "null"),
                Frames.dataRow(List.of(
                        Optional.of("-7"),
                        Optional.of("ß"),
                        Optional.of("t"),
                        Optional.of("16/B374D848"),
                        Optional.empty())),
                Frames.commandComplete("SELECT 1"),
                READY);
        Row row = connection.queryRow("q");
        assertThat(row.int64("n")).isEqualTo(-7);
        assertThat(row.text("t")).isEqualTo("ß");
        assertThat(row.bool("b")).isTrue();
        assertThat(row.lsn("l")).isEqualTo(Lsn.parse("16/B374D848"));
        assertThat(row.optional("null")).isEmpty();
        assertProtocol(() -> row.text("null")).hasMessage("column null is unexpectedly NULL");
        assertProtocol(() -> row.text("none")).hasMessageContaining("[n, t, b, l, null]");
        assertProtocol(() -> row.int64("t")).hasMessage("column t is \"ß\"; expected a number");
        assertProtocol(() -> row.lsn("t")).hasMessageStartingWith("column t is no position");
    }

    @Test
    void query_ofSeveralStatements_givesTheRowsOfAll() {
        PgConnection connection = answered(
                Frames.rowDescription("a"),
                Frames.dataRow("1"),
                Frames.commandComplete("SELECT 1"),
                Frames.commandComplete("SET"),
                Frames.rowDescription("b", "c"),
                Frames.dataRow("2", "3"),
                Frames.dataRow("4", "5"),
                Frames.commandComplete("SELECT 2"),
                READY);
        List<Row> rows = connection.query("q");
        assertThat(rows).hasSize(3);
        assertThat(rows.getFirst().text("a")).isEqualTo("1");
        assertThat(rows.getLast().text("c")).isEqualTo("5");
    }

    @Test
    void query_withNothingInIt_givesNothing() {
        assertThat(answered(Frames.emptyQueryResponse(), READY).query("q")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void queryRow_notOneRow_isRefused(int count) {
        List<byte[]> answer = new ArrayList<>(List.of(Frames.rowDescription("a")));
        for (int i = 0; i < count; i++) {
            answer.add(Frames.dataRow("1"));
        }
        answer.add(READY);
        PgConnection connection = answered(answer.toArray(byte[][]::new));
        assertProtocol(() -> connection.queryRow("q"))
                .hasMessage("expected one row, not " + count + ", in answer to: q");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void query_asynchronousMessages_mayComeAnywhere(int place) {
        List<byte[]> answer = new ArrayList<>(
                List.of(Frames.rowDescription("a"), Frames.dataRow("1"), Frames.commandComplete("SELECT 1"), READY));
        answer.addAll(
                place,
                List.of(
                        Frames.noticeResponse("01000", "beware"),
                        Frames.parameterStatus("TimeZone", "UTC"),
                        Frames.notificationResponse(7, "channel", "payload")));
        PgConnection connection = answered(answer.toArray(byte[][]::new));
        List<BackendMessage.NotificationResponse> told = new ArrayList<>();
        connection.onNotification(told::add);
        assertThat(connection.queryRow("q").text("a")).isEqualTo("1");
        assertThat(connection.parameter("TimeZone")).contains("UTC");
        assertThat(told).containsExactly(new BackendMessage.NotificationResponse(7, "channel", "payload"));
    }

    @Test
    void query_error_leavesTheSessionUsable() {
        server.onOrdinary(Script.welcome()
                .expectQuery(
                        "bad",
                        Frames.rowDescription("a"),
                        Frames.dataRow("1"),
                        Frames.errorResponse("22012", "division by zero"),
                        READY)
                .expectQuery("good", ONE)
                .expectHangUp());
        try (PgConnection connection = Scripted.open(server)) {
            ServerException failure = catchThrowableOfType(ServerException.class, () -> connection.query("bad"));
            assertThat(failure.sqlState()).isEqualTo("22012");
            assertThat(connection.queryRow("good").text("a")).isEqualTo("1");
        }
        server.verify();
    }

    @Test
    void query_fatalError_isThrownAtOnce() {
        CountDownLatch thrown = new CountDownLatch(1);
        server.onOrdinary(Script.welcome()
                .expectQuery("q", Frames.fatal("57P01", "terminating connection"))
                .await(thrown));
        PgConnection connection = Scripted.open(server);
        assertThat(catchThrowableOfType(ServerException.class, () -> connection.query("q")))
                .hasMessageContaining("57P01");
        thrown.countDown();
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> connection.query("q"));
    }

    @Test
    void query_errorThenTheEnd_isTheError() {
        PgConnection connection = answered(Frames.errorResponse("XX000", "oops"));
        assertThatExceptionOfType(ServerException.class).isThrownBy(() -> connection.query("q"));
    }

    @Test
    void query_errorThenAReset_isTheError() {
        CountDownLatch read = new CountDownLatch(1);
        server.onOrdinary(Script.welcome()
                .expectQuery("q", Frames.errorResponse("XX000", "oops"), Frames.notificationResponse(1, "read", ""))
                .await(read)
                .reset());
        PgConnection connection = Scripted.open(server);
        connection.onNotification(notification -> read.countDown());
        assertThatExceptionOfType(ServerException.class).isThrownBy(() -> connection.query("q"));
    }

    @Test
    void query_severalErrors_isTheFirst() {
        PgConnection connection =
                answered(Frames.errorResponse("22012", "first"), Frames.errorResponse("XX000", "second"), READY);
        assertThat(catchThrowableOfType(ServerException.class, () -> connection.query("q"))
                        .sqlState())
                .isEqualTo("22012");
    }

    @Test
    void query_endOfStream_isALostConnection() {
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> answered(Frames.rowDescription("a")).query("q"))
                .withMessage("the server closed the connection");
    }

    @ParameterizedTest
    @ValueSource(chars = {'G', 'H', 'W', 'd', 'c', 'K', '~'})
    void query_messageThatHasNoPlace_endsTheSession(char type) {
        server.onOrdinary(Script.welcome()
                .expectQuery("q", Frames.concat(Frames.raw(type, new byte[4]), READY))
                .expectHangUp());
        PgConnection connection = Scripted.open(server);
        assertProtocol(() -> connection.query("q"));
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> connection.query("q"));
        server.verify();
    }

    @Test
    void query_rowOfAnotherWidth_endsTheSession() {
        PgConnection connection = answered(Frames.rowDescription("a"), Frames.dataRow("1", "2"), READY);
        assertProtocol(() -> connection.query("q")).hasMessage("a row of 2 values under a description of 1 columns");
    }

    @Test
    void query_textWithANul_isRefusedAndTheSessionUsable() {
        server.onOrdinary(Script.welcome().expectQuery("good", ONE).expectHangUp());
        try (PgConnection connection = Scripted.open(server)) {
            assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> connection.query("a\0b"));
            assertThat(connection.query("good")).hasSize(1);
        }
        server.verify();
    }

    @Test
    void copyBoth_data_comesInOrderAmidAsynchronousMessages() {
        PgConnection connection = streaming(
                Frames.copyData(bytes("one")),
                Frames.noticeResponse("00000", "x"),
                Frames.parameterStatus("TimeZone", "UTC"),
                Frames.notificationResponse(1, "channel", ""),
                Frames.copyData(bytes("two")));
        List<String> channels = new ArrayList<>();
        connection.onNotification(notification -> channels.add(notification.channel()));
        assertThat(text(connection.nextCopyData())).isEqualTo("one");
        assertThat(text(connection.nextCopyData())).isEqualTo("two");
        assertThat(connection.parameter("TimeZone")).contains("UTC");
        assertThat(channels).containsExactly("channel");
    }

    @Test
    void copyBoth_refused_leavesTheSessionUsable() {
        server.onOrdinary(Script.welcome()
                .expectQuery("START", Frames.errorResponse("42704", "no such slot"), READY)
                .expectQuery("good", ONE)
                .expectHangUp());
        try (PgConnection connection = Scripted.open(server)) {
            assertThatExceptionOfType(ServerException.class).isThrownBy(() -> connection.startCopyBoth("START", 100));
            assertThat(connection.queryRow("good").text("a")).isEqualTo("1");
        }
        server.verify();
    }

    @Test
    void copyBoth_refusedForGood_isTheServersError() {
        PgConnection connection = answered(Frames.fatal("57P01", "going down"));
        assertThatExceptionOfType(ServerException.class).isThrownBy(() -> connection.startCopyBoth("q", 100));
    }

    @Test
    void copyBoth_answeredByRows_endsTheSession() {
        PgConnection connection = answered(ONE);
        assertProtocol(() -> connection.startCopyBoth("q", 100))
                .hasMessage("expected CopyBothResponse, not RowDescription");
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> connection.query("q"));
    }

    @Test
    void copyBoth_error_isTheServersError() {
        PgConnection connection = streaming(Frames.errorResponse("42704", "publication does not exist"));
        assertThat(catchThrowableOfType(ServerException.class, connection::nextCopyData)
                        .sqlState())
                .isEqualTo("42704");
    }

    @Test
    void copyBoth_copyDone_isALostConnection() {
        PgConnection connection = streaming(Frames.copyDone());
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(connection::nextCopyData)
                .withMessage("the server ended the replication stream");
    }

    @Test
    void copyBoth_commandComplete_isALostConnection() {
        PgConnection connection = streaming(Frames.commandComplete("COPY 0"));
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(connection::nextCopyData)
                .withMessage("the server ended the replication stream");
    }

    @ParameterizedTest
    @ValueSource(chars = {'D', 'Z', 'W', '~'})
    void copyBoth_messageThatHasNoPlace_endsTheSession(char type) {
        server.onOrdinary(Script.welcome()
                .expectQuery("q", Frames.concat(Frames.copyBothResponse(), Frames.raw(type, new byte[1])))
                .expectHangUp());
        PgConnection connection = Scripted.open(server);
        connection.startCopyBoth("q", 100);
        assertProtocol(connection::nextCopyData).hasMessageContaining(BackendMessage.nameOf(type));
        server.verify();
    }

    @Test
    void silence_whileWaiting_isTimedByTheTicksGiven() throws Exception {
        FakeTime time = new FakeTime();
        server.onOrdinary(Script.welcome().silence());
        PgConnection connection = PgConnection.open(Scripted.options(server), PgConnection.Role.ORDINARY, time::nanos);
        assertThat(connection.silence()).isZero();
        CompletableFuture<Object> query = inBackground(() -> connection.query("q"));
        eventually().until(() -> {
            time.advance(Duration.ofSeconds(5));
            return connection.silence().compareTo(Duration.ofSeconds(5)) >= 0;
        });
        connection.abort();
        assertLostOnThisSide(query);
        assertThat(connection.silence()).isZero();
    }

    @Test
    void abort_duringAQuery_endsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.onOrdinary(
                Script.welcome().expectQuery("q").run(asked::countDown).expectHangUp());
        PgConnection connection = Scripted.open(server);
        CompletableFuture<Object> query = inBackground(() -> connection.query("q"));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        connection.abort();
        assertLostOnThisSide(query);
        server.verify();
    }

    @Test
    void abort_duringCopyBoth_endsIt() throws Exception {
        PgConnection connection = streaming(Frames.copyData(bytes("one")));
        connection.nextCopyData();
        CompletableFuture<Object> next = inBackground(connection::nextCopyData);
        connection.abort();
        assertLostOnThisSide(next);
        server.verify();
    }

    @Test
    void interrupt_ofAReaderOnAPlatformThread_endsTheSession() {
        PgConnection connection = streaming(Frames.copyData(bytes("one")));
        connection.nextCopyData();
        assertEndedByInterrupt(Background.of(connection::nextCopyData));
        server.verify();
    }

    @Test
    void interrupt_ofAReaderOnAVirtualThread_endsTheSession() {
        PgConnection connection = streaming(Frames.copyData(bytes("one")));
        connection.nextCopyData();
        assertEndedByInterrupt(Background.onVirtual(connection::nextCopyData));
        server.verify();
    }

    @Test
    void interrupt_beforeReading_endsTheSession() {
        PgConnection connection = streaming(Frames.copyData(bytes("one")));
        connection.nextCopyData();
        assertEndedByInterrupt(Background.of(() -> {
            Thread.currentThread().interrupt();
            return connection.nextCopyData();
        }));
        server.verify();
    }

    /** A message of 16 MB, which no socket's buffers hold. */
    @Test
    void interrupt_ofASenderThatWaits_endsTheSessionForTheReaderToo() {
        CountDownLatch never = new CountDownLatch(1);
        PgConnection connection = Scripted.play(
                server,
                Script.welcome().expectQuery("START", Frames.copyBothResponse()).await(never));
        connection.startCopyBoth("START", Integer.MAX_VALUE);
        Background<WireReader> reading = Background.of(connection::nextCopyData);
        Background<Boolean> sending = Background.of(() -> {
            connection.sendCopyData(out -> out.bytes(new byte[16 * 1024 * 1024]));
            return true;
        });
        assertEndedByInterrupt(sending);
        assertThat(reading.failure(ConnectionLostException.class))
                .hasMessage("the connection was closed when another thread was interrupted in it");
        never.countDown();
    }

    private static void assertEndedByInterrupt(Background<?> work) {
        work.awaitBlockedOrDone();
        work.interrupt();
        assertThat(work.failure(ConnectionLostException.class))
                .hasMessage("interrupted while talking to the server, which ended the connection");
        assertThat(work.leftInterrupted()).isTrue();
    }

    @Test
    void abort_byManyAtOnceAndAgain_isOneEnd() throws Exception {
        server.onOrdinary(Script.welcome().expectHangUp());
        PgConnection connection = Scripted.open(server);
        CompletableFuture<?>[] aborts = new CompletableFuture<?>[8];
        for (int i = 0; i < aborts.length; i++) {
            aborts[i] = CompletableFuture.runAsync(connection::abort);
        }
        CompletableFuture.allOf(aborts).get(10, TimeUnit.SECONDS);
        connection.abort();
        connection.close();
        assertThat(connection.isAborted()).isTrue();
        server.verify();
    }

    private PgConnection answered(byte[]... answer) {
        return Scripted.play(server, Script.welcome().expectQuery("q", answer));
    }

    /** In CopyBoth, after which the server stays until the client goes. */
    private PgConnection streaming(byte[]... messages) {
        PgConnection connection = Scripted.play(
                server,
                Script.welcome()
                        .expectQuery("START", Frames.copyBothResponse())
                        .send(messages)
                        .expectHangUp());
        connection.startCopyBoth("START", Integer.MAX_VALUE);
        return connection;
    }

    private static AbstractThrowableAssert<?, ProtocolException> assertProtocol(ThrowingCallable call) {
        return assertThat(catchThrowableOfType(ProtocolException.class, call));
    }

    private static CompletableFuture<Object> inBackground(Supplier<Object> work) {
        return CompletableFuture.supplyAsync(work);
    }

    private static void assertLostOnThisSide(CompletableFuture<Object> future) {
        CompletionException failure = catchThrowableOfType(
                CompletionException.class,
                () -> future.orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(failure.getCause())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("the connection was closed on this side");
    }

    private static String text(WireReader reader) {
        return reader.text(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
