package io.github.pgchime.wire;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuplexTest {

    private static final byte[] READY = Frames.readyForQuery('I');
    private static final byte[] DONE = Frames.concat(Frames.commandComplete("LISTEN"), READY);
    private static final byte[] FATAL = Frames.fatal("57P01", "terminating connection");

    private static final String ENDED = "the session ended: ";

    /** More than the buffers between two sockets hold. */
    private static final String HUGE = "x".repeat(64 * 1024 * 1024);

    private final ScriptedServer server = ScriptedServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void execute_answered_returnsOnceTheEndOfTheAnswerWasRead() throws Exception {
        CountDownLatch early = new CountDownLatch(1);
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("q", Frames.commandComplete("LISTEN"), told("early"))
                .await(early)
                .send(READY, told("late"))
                .expectHangUp());
        Background<String> command = Background.executing(duplex, "q");
        assertThat(duplex.next().payload()).isEqualTo("early");
        assertThat(command.isDone()).isFalse();
        early.countDown();
        assertThat(duplex.next().payload()).isEqualTo("late");
        command.get();
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_beforeAnybodyReads_isSentAndWaits() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Duplex duplex = duplex(
                Script.welcome().expectQuery("q", DONE).run(answered::countDown).expectHangUp());
        Background<String> command = Background.executing(duplex, "q");
        answered.await();
        command.awaitWaitingOrDone();
        Background.reading(duplex);
        command.get();
        duplex.abort();
    }

    @Test
    void execute_onAVirtualThread_isAnswered() throws Exception {
        Duplex duplex = duplex(Script.welcome().answer(sql -> List.of(DONE)));
        Background.reading(duplex);
        Background.executingOnVirtual(duplex, "q").get();
        duplex.abort();
    }

    @Test
    void execute_rowsOfSeveralStatements_areOneAnswerAndDiscarded() throws Exception {
        Duplex duplex = duplex(Script.welcome()
                .expectQuery(
                        "SELECT 1 AS a; ; LISTEN x; SELECT 2 AS b, 3 AS c",
                        Frames.rowDescription("a"),
                        Frames.dataRow("1"),
                        Frames.commandComplete("SELECT 1"),
                        Frames.emptyQueryResponse(),
                        Frames.commandComplete("LISTEN"),
                        Frames.rowDescription("b", "c"),
                        Frames.dataRow("2", "3"),
                        Frames.commandComplete("SELECT 1"),
                        READY)
                .expectQuery("next", DONE)
                .expectHangUp());
        Background.reading(duplex);
        Background.executing(duplex, "SELECT 1 AS a; ; LISTEN x; SELECT 2 AS b, 3 AS c")
                .get();
        Background.executing(duplex, "next").get();
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_manyAtOnce_areSentWithoutWaitingAndAnsweredInOrder() throws Exception {
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("one")
                .expectQuery("two")
                .expectQuery("three")
                .send(DONE, told("after one"))
                .send(Frames.errorResponse("22012", "of two"), READY)
                .send(DONE, told("after all"))
                .expectHangUp());
        Background<String> one = sent(duplex, "one");
        Background<String> two = sent(duplex, "two");
        Background<String> three = sent(duplex, "three");
        assertThat(duplex.next().payload()).isEqualTo("after one");
        assertThat(one.get()).isEqualTo("one");
        assertThat(two.isDone()).isFalse();
        assertThat(duplex.next().payload()).isEqualTo("after all");
        assertThat(two.failure(ServerException.class)).hasMessageContaining("of two");
        assertThat(three.get()).isEqualTo("three");
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_byManyThreads_isOnTheWireInTheOrderOfTheAnswers() throws Exception {
        Duplex duplex = duplex(Script.welcome().answer(sql -> List.of(Frames.errorResponse("P0001", sql), READY)));
        Background.reading(duplex);
        List<Background<Integer>> threads = IntStream.range(0, 8)
                .mapToObj(thread -> Background.of(() -> {
                    for (int i = 0; i < 200; i++) {
                        String sql = "thread " + thread + " command " + i + ".";
                        assertThatExceptionOfType(ServerException.class)
                                .isThrownBy(() -> duplex.execute(sql))
                                .withMessageContaining(sql);
                    }
                    return thread;
                }))
                .toList();
        for (Background<Integer> thread : threads) {
            thread.get();
        }
        assertThat(server.queries()).hasSize(1600).doesNotHaveDuplicates();
        duplex.abort();
    }

    @Test
    void execute_error_failsOnceTheAnswerEndsAndLeavesTheSessionUsable() throws Exception {
        CountDownLatch error = new CountDownLatch(1);
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("bad", Frames.errorResponse("42501", "first"), told("error"))
                .await(error)
                .send(Frames.errorResponse("XX000", "second"), READY)
                .expectQuery("good", DONE)
                .expectHangUp());
        Background<String> bad = Background.executing(duplex, "bad");
        assertThat(duplex.next().payload()).isEqualTo("error");
        assertThat(bad.isDone()).isFalse();
        error.countDown();
        Background.reading(duplex);
        ServerException failure = bad.failure(ServerException.class);
        assertThat(failure.sqlState()).isEqualTo("42501");
        assertThat(failure).hasCauseInstanceOf(ServerException.class);
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("execute"));
        Background.executing(duplex, "good").get();
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_textWithANul_isRefusedAndTheSessionUsable() throws Exception {
        Duplex duplex = duplex(Script.welcome().expectQuery("good", DONE).expectHangUp());
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> duplex.execute("a\0b"));
        Background.reading(duplex);
        Background.executing(duplex, "good").get();
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_interruptedWhileWaiting_failsAndItsAnswerIsReadPast() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("given up")
                .expectQuery("kept")
                .await(interrupted)
                .send(Frames.errorResponse("22012", "of the one given up"), READY)
                .send(DONE)
                .expectHangUp());
        Background<String> givenUp = sent(duplex, "given up");
        Background<String> kept = sent(duplex, "kept");
        givenUp.interrupt();
        assertThat(givenUp.failure(ConnectionLostException.class))
                .hasMessage("interrupted while a command was under way");
        assertThat(givenUp.leftInterrupted()).isTrue();
        interrupted.countDown();
        Background.reading(duplex);
        assertThat(kept.get()).isEqualTo("kept");
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_interruptedBefore_sendsNothing() throws Exception {
        Duplex duplex = duplex(Script.welcome().expectQuery("good", DONE).expectHangUp());
        Background<String> interrupted = Background.of(() -> {
            Thread.currentThread().interrupt();
            duplex.execute("not sent");
            return "";
        });
        interrupted.failure(ConnectionLostException.class);
        assertThat(interrupted.leftInterrupted()).isTrue();
        Background.reading(duplex);
        Background.executing(duplex, "good").get();
        duplex.abort();
        server.verify();
    }

    @Test
    void execute_interruptedBeforeItsTurn_failsAtOnce() {
        CountDownLatch never = new CountDownLatch(1);
        Duplex duplex = duplex(Script.welcome().await(never));
        Background<String> stuck = Background.executingOnVirtual(duplex, HUGE);
        stuck.awaitWaitingOrDone();
        Background<String> next = Background.executing(duplex, "q");
        next.awaitWaitingOrDone();
        next.interrupt();
        next.failure(ConnectionLostException.class);
        assertThat(next.leftInterrupted()).isTrue();
        duplex.abort();
        assertThat(stuck.failure(ConnectionLostException.class)).hasMessage(ENDED + PgConnection.CLOSED_HERE);
        never.countDown();
    }

    @Test
    void execute_interruptedInTheMiddleOfAMessage_endsTheSessionForAll() {
        CountDownLatch never = new CountDownLatch(1);
        Duplex duplex = duplex(Script.welcome().await(never));
        Background<Object> reading = Background.reading(duplex);
        Background<String> stuck = Background.executingOnVirtual(duplex, HUGE);
        stuck.awaitWaitingOrDone();
        Background<String> next = Background.executing(duplex, "q");
        stuck.interrupt();
        stuck.failure(ConnectionLostException.class);
        assertThat(stuck.leftInterrupted()).isTrue();
        next.failure(ConnectionLostException.class);
        reading.failure(ConnectionLostException.class);
        never.countDown();
    }

    @Test
    void execute_thatCannotBeSent_failsThoughNobodyReads() {
        Duplex duplex = duplex(Script.welcome().reset());
        server.verify();
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> duplex.execute("q"))
                .withMessageStartingWith(ENDED + "the connection broke: ");
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> duplex.execute("q"));
    }

    /** A server that has gone refuses what is sent before anybody has read its last word. */
    @Test
    void execute_thatCannotBeSent_leavesTheLastWordToBeRead() {
        Duplex duplex = duplex(Script.welcome().expectQuery("q", FATAL).close());
        Background<String> waiting = Background.executing(duplex, "q");
        server.verify();
        eventually().until(() -> {
            Background<String> late = Background.executing(duplex, "late");
            late.awaitWaitingOrDone();
            return late.isDone();
        });
        assertThat(waiting.isDone()).isFalse();
        assertThatExceptionOfType(ServerException.class).isThrownBy(duplex::next);
        assertThat(waiting.failure(ServerException.class).sqlState()).isEqualTo("57P01");
    }

    @Test
    void next_fatalError_isTheReasonForAll() {
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("one")
                .expectQuery("two")
                .send(FATAL)
                .expectHangUp());
        Background<String> one = sent(duplex, "one");
        Background<String> two = sent(duplex, "two");
        ServerException reason = catchThrowableOfType(ServerException.class, duplex::next);
        assertThat(reason.sqlState()).isEqualTo("57P01");
        for (Background<String> waiting : List.of(one, two, Background.executing(duplex, "late"))) {
            ServerException failure = waiting.failure(ServerException.class);
            assertThat(failure.error()).isEqualTo(reason.error());
            assertThat(failure).isNotSameAs(reason).hasCause(reason);
        }
        assertThatExceptionOfType(ServerException.class).isThrownBy(duplex::next);
        server.verify();
    }

    @Test
    void next_fatalErrorWithNoCommandUnderWay_isTheReason() {
        Duplex duplex = duplex(Script.welcome().send(FATAL).expectHangUp());
        assertThatExceptionOfType(ServerException.class).isThrownBy(duplex::next);
        assertThatExceptionOfType(ServerException.class).isThrownBy(() -> duplex.execute("late"));
        server.verify();
    }

    @Test
    void next_endOfStream_isTheReasonForAll() {
        Duplex duplex = duplex(Script.welcome().expectQuery("q", Frames.errorResponse("22012", "not yet over")));
        Background<String> waiting = Background.executing(duplex, "q");
        ConnectionLostException reason = catchThrowableOfType(ConnectionLostException.class, duplex::next);
        assertThat(reason).hasMessage("the server closed the connection");
        assertThat(waiting.failure(ConnectionLostException.class)).hasMessage(ENDED + reason.getMessage());
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> duplex.execute("late"))
                .withMessage(ENDED + reason.getMessage())
                .withCause(reason);
        assertThat(catchThrowableOfType(ConnectionLostException.class, duplex::next))
                .isSameAs(reason);
    }

    @Test
    void next_reset_isTheReasonForAll() {
        CountDownLatch waited = new CountDownLatch(1);
        Duplex duplex = duplex(Script.welcome().expectQuery("q").await(waited).reset());
        Background<String> waiting = Background.executing(duplex, "q");
        Background<Object> reading = Background.reading(duplex);
        waiting.awaitWaitingOrDone();
        waited.countDown();
        assertThat(reading.failure(ConnectionLostException.class)).hasMessageStartingWith("the connection broke: ");
        assertThat(waiting.failure(ConnectionLostException.class))
                .hasMessageStartingWith(ENDED + "the connection broke: ");
    }

    static final List<byte[]> ANSWERS = List.of(
            Frames.rowDescription("a"),
            Frames.dataRow("1"),
            Frames.commandComplete("LISTEN"),
            Frames.emptyQueryResponse(),
            READY,
            Frames.errorResponse("XX000", "could not access status of transaction"));

    @ParameterizedTest
    @FieldSource("ANSWERS")
    void next_answerWithNoCommandUnderWay_endsTheSession(byte[] answer) {
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("q", Frames.concat(DONE, told("answered"), answer, told("stray")))
                .expectHangUp());
        Background.executing(duplex, "q");
        assertThat(duplex.next().payload()).isEqualTo("answered");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(duplex::next)
                .withMessageContaining("no command is under way");
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(() -> duplex.execute("late"))
                .withMessageContaining("no command is under way");
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(duplex::next);
        server.verify();
    }

    @Test
    void next_errorWithNoCommandUnderWay_isToldInTheServersWords() {
        Duplex duplex = duplex(Script.welcome().send(Frames.errorResponse("58P01", "could not access status")));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(duplex::next)
                .withMessageContaining("could not access status")
                .withCauseInstanceOf(ServerException.class);
    }

    @ParameterizedTest
    @ValueSource(chars = {'G', 'H', 'W', 'd', 'c', 'K', '~'})
    void next_messageThatHasNoPlace_endsTheSessionForAll(char type) {
        Duplex duplex = duplex(Script.welcome()
                .expectQuery("q", Frames.concat(Frames.raw(type, new byte[4]), READY))
                .expectHangUp());
        Background<String> waiting = Background.executing(duplex, "q");
        ProtocolException reason = catchThrowableOfType(ProtocolException.class, duplex::next);
        assertThat(waiting.failure(ConnectionLostException.class))
                .hasMessage(ENDED + reason.getMessage())
                .hasCause(reason);
        server.verify();
    }

    @Test
    void next_failsUnexpectedly_releasesAll() {
        AtomicBoolean broken = new AtomicBoolean();
        server.onOrdinary(Script.welcome().expectQuery("q").expectHangUp());
        Duplex duplex = PgConnection.open(Scripted.options(server), PgConnection.Role.ORDINARY, () -> {
                    if (broken.get()) {
                        throw new IllegalStateException("the clock stopped");
                    }
                    return 0;
                })
                .duplex();
        Background<String> waiting = sent(duplex, "q");
        broken.set(true);
        assertThatIllegalStateException().isThrownBy(duplex::next);
        assertThat(waiting.failure(ConnectionLostException.class)).hasMessageContaining("the clock stopped");
        assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(duplex::next);
        server.verify();
    }

    @Test
    void next_textsBeyondAscii_areReadAsUtf8() {
        String channel = "übergröße 注文";
        String payload = "\uD83D\uDD14 ﬁ Ω e\u0301";
        Duplex duplex = duplex(Script.welcome()
                .send(Frames.notificationResponse(7, channel, payload), told(""))
                .expectHangUp());
        assertThat(duplex.next()).isEqualTo(new BackendMessage.NotificationResponse(7, channel, payload));
        assertThat(duplex.next()).isEqualTo(new BackendMessage.NotificationResponse(1, "channel", ""));
        duplex.abort();
    }

    @Test
    void next_sameChannelAgain_isTheSameString() {
        Duplex duplex = duplex(Script.welcome().send(told("one"), told("two")).expectHangUp());
        assertThat(duplex.next().channel()).isSameAs(duplex.next().channel());
        duplex.abort();
    }

    @Test
    void next_notificationWithoutAnEnd_endsTheSession() {
        Duplex duplex = duplex(Script.welcome()
                .send(Frames.raw(
                        'A', new Body().int32(1).string("channel").int8('x').toBytes()))
                .expectHangUp());
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(duplex::next)
                .withMessageStartingWith("NotificationResponse");
        server.verify();
    }

    @Test
    void next_settingsAndNotices_areNotForTheCaller() {
        PgConnection connection = Scripted.play(
                server,
                Script.welcome()
                        .send(
                                Frames.noticeResponse("01000", "beware"),
                                Frames.parameterStatus("TimeZone", "UTC"),
                                told("here"))
                        .expectHangUp());
        Duplex duplex = connection.duplex();
        assertThat(duplex.next().payload()).isEqualTo("here");
        assertThat(connection.parameter("TimeZone")).contains("UTC");
        duplex.abort();
    }

    @Test
    void backendPid_isTheServers() {
        Duplex duplex = duplex(Script.welcome().expectHangUp());
        assertThat(duplex.backendPid()).isEqualTo(4711);
        duplex.abort();
    }

    @Test
    void abort_beforeAnybodyReads_releasesAll() {
        Duplex duplex =
                duplex(Script.welcome().expectQuery("one").expectQuery("two").expectHangUp());
        Background<String> one = sent(duplex, "one");
        Background<String> two = sent(duplex, "two");
        duplex.abort();
        for (Background<String> waiting : List.of(one, two, Background.executing(duplex, "late"))) {
            assertThat(waiting.failure(ConnectionLostException.class)).hasMessage(ENDED + PgConnection.CLOSED_HERE);
        }
        assertThatExceptionOfType(ConnectionLostException.class)
                .isThrownBy(duplex::next)
                .withMessage(PgConnection.CLOSED_HERE);
        server.verify();
    }

    @Test
    void abort_whileReading_releasesAll() {
        Duplex duplex = duplex(Script.welcome().expectQuery("q").expectHangUp());
        Background<Object> reading = Background.reading(duplex);
        Background<String> waiting = sent(duplex, "q");
        duplex.abort();
        duplex.abort();
        assertThat(waiting.failure(ConnectionLostException.class)).hasMessage(ENDED + PgConnection.CLOSED_HERE);
        assertThat(reading.failure(ConnectionLostException.class)).hasMessage(PgConnection.CLOSED_HERE);
        server.verify();
    }

    @Test
    void abort_afterTheEnd_leavesItsReason() {
        Duplex duplex = duplex(Script.welcome().send(FATAL).expectHangUp());
        assertThatExceptionOfType(ServerException.class).isThrownBy(duplex::next);
        duplex.abort();
        assertThatExceptionOfType(ServerException.class).isThrownBy(() -> duplex.execute("late"));
    }

    private Duplex duplex(Script script) {
        return Scripted.play(server, script).duplex();
    }

    /** A command that has reached the server, or is on its way there, and whose sender waits. */
    private Background<String> sent(Duplex duplex, String sql) {
        Background<String> command = Background.executing(duplex, sql);
        eventually().until(() -> server.queries().contains(sql));
        command.awaitWaitingOrDone();
        return command;
    }

    private static byte[] told(String payload) {
        return Frames.notificationResponse(1, "channel", payload);
    }
}
