package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(8);
    private static final BackoffPolicy POLICY = new BackoffPolicy(FIRST, MOST, 2, false);

    /** The delay is the ceiling. */
    private static final RandomGenerator HIGHEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    /** There is no delay. */
    private static final RandomGenerator LOWEST = () -> 0;

    private static final int FOR_EVER = 0;

    private final FakeTime time = new FakeTime();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Session> opened = new LinkedBlockingQueue<>();
    private final Supervisor supervisor = new Supervisor(
            () -> {
                Session session = new Session();
                opened.add(session);
                return session;
            },
            new Backoff(POLICY, HIGHEST),
            FOR_EVER,
            time,
            new Recorder());
    private final Thread thread = Thread.ofVirtual().start(supervisor);

    @AfterEach
    void stop() throws InterruptedException {
        supervisor.close();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(events).isEmpty();
    }

    @Test
    void firstAttempt_thatNoRetryMends_endsIt() throws Exception {
        ConfigException cause = new ConfigException("wrong");
        session().fail(cause);
        assertEvent("ended: wrong");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> supervisor.firstOutcome().get(10, TimeUnit.SECONDS))
                .withCause(cause);
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void laterAttempt_thatNoRetryMends_endsItIfNoneWasEverLive() throws Exception {
        session().fail(new ConnectionLostException("refused"));
        assertEvent("retry 1 after PT1S: refused");
        pass(FIRST);
        session().fail(new ConfigException("wrong"));
        assertEvent("ended: wrong");
        supervisor.firstOutcome().get(10, TimeUnit.SECONDS);
    }

    @Test
    void attempts_thatFail_areRetriedWithGrowingDelays() throws Exception {
        session().fail(new ConnectionLostException("a"));
        assertEvent("retry 1 after PT1S: a");
        supervisor.firstOutcome().get(10, TimeUnit.SECONDS);
        pass(FIRST);
        session().fail(new ConnectionLostException("b"));
        assertEvent("retry 2 after PT2S: b");
        pass(Duration.ofSeconds(2));
        session().fail(new ConnectionLostException("c"));
        assertEvent("retry 3 after PT4S: c");
    }

    @Test
    void delay_notOver_opensNothing() throws Exception {
        session().fail(new ConnectionLostException("a"));
        assertEvent("retry 1 after PT1S: a");
        pass(FIRST.minusNanos(1));
        time.awaitWaiters(1);
        assertThat(opened).isEmpty();
    }

    @Test
    void liveSession_lost_isToldBeforeTheRetryAndCountsAnew() throws Exception {
        session().fail(new ConnectionLostException("a"));
        assertEvent("retry 1 after PT1S: a");
        pass(FIRST);
        Session live = session();
        live.goLive();
        supervisor.firstOutcome().get(10, TimeUnit.SECONDS);
        time.advance(Duration.ofSeconds(3));
        live.fail(new ConnectionLostException("b"));
        assertEvent("lost after PT3S: b");
        assertEvent("retry 1 after PT2S: b");
        pass(Duration.ofSeconds(2));
        session().fail(new ConnectionLostException("c"));
        assertEvent("retry 2 after PT4S: c");
    }

    @Test
    void healthySpell_startsTheBackoffAnew() throws Exception {
        session().fail(new ConnectionLostException("a"));
        assertEvent("retry 1 after PT1S: a");
        pass(FIRST);
        Session live = session();
        live.goLive();
        time.advance(MOST);
        live.fail(new ConnectionLostException("b"));
        assertEvent("lost after PT8S: b");
        assertEvent("retry 1 after PT1S: b");
    }

    @Test
    void mistake_afterALiveSession_isRetriedSlowly() throws Exception {
        Session live = session();
        live.goLive();
        live.fail(new ConnectionLostException("a"));
        assertEvent("lost after PT0S: a");
        assertEvent("retry 1 after PT1S: a");
        pass(FIRST);
        session().fail(new ConfigException("revoked"));
        assertEvent("retry 2 after PT30S: revoked");
        pass(Duration.ofSeconds(30));
        session().goLive();
    }

    @Test
    void mistake_ofALiveSession_isRetriedSlowly() throws Exception {
        Session live = session();
        live.goLive();
        live.fail(new ConfigException("dropped"));
        assertEvent("lost after PT0S: dropped");
        assertEvent("retry 1 after PT30S: dropped");
    }

    @Test
    void liveFromAnotherThread_counts() throws Exception {
        Session live = session();
        live.live().run();
        live.live().run();
        supervisor.firstOutcome().get(10, TimeUnit.SECONDS);
        time.advance(FIRST);
        live.fail(new ConnectionLostException("a"));
        assertEvent("lost after PT1S: a");
        assertEvent("retry 1 after PT1S: a");
    }

    @Test
    void liveSaidAgain_doesNotCountAnew() throws Exception {
        Session live = session();
        live.goLive();
        time.advance(FIRST);
        live.live().run();
        live.fail(new ConnectionLostException("a"));
        assertEvent("lost after PT1S: a");
        assertEvent("retry 1 after PT1S: a");
    }

    @Test
    void liveSaidTooLate_isIgnored() {
        Session session = new Session();
        AtomicReference<Runnable> late = new AtomicReference<>();
        session.acts.add(late::set);
        session.fail(new ConfigException("wrong"));
        Supervisor ending = new Supervisor(() -> session, new Backoff(POLICY, HIGHEST), FOR_EVER, time, new Recorder() {
            @Override
            public void ended(Throwable cause) {
                super.ended(cause);
                late.get().run();
            }
        });
        ending.run();
        assertThat(drained()).containsExactly("ended: wrong");
        assertThat(ending.firstOutcome()).isCompletedExceptionally();
    }

    @Test
    void bug_inASession_endsIt() throws Exception {
        session().fail(new IllegalStateException("bug"));
        assertEvent("ended: bug");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> supervisor.firstOutcome().get(10, TimeUnit.SECONDS));
    }

    @Test
    void session_thatReturns_isABug() throws Exception {
        session().end();
        assertEvent("ended: a session ended without saying why");
    }

    @Test
    void close_whileASessionRuns_abortsItWithoutAWord() throws Exception {
        Session live = session();
        live.goLive();
        supervisor.close();
        supervisor.close();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(live.aborted.getCount()).isZero();
    }

    @Test
    void close_whileWaiting_endsTheWait() throws Exception {
        session().fail(new ConnectionLostException("a"));
        assertEvent("retry 1 after PT1S: a");
        time.awaitWaiters(1);
        supervisor.close();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(opened).isEmpty();
    }

    @Test
    void close_beforeTheStart_opensNothing() {
        Supervisor unstarted = new Supervisor(
                () -> {
                    throw new AssertionError("opened");
                },
                new Backoff(POLICY, HIGHEST),
                FOR_EVER,
                time,
                new Recorder());
        unstarted.close();
        unstarted.run();
        assertThat(unstarted.firstOutcome()).isCompleted();
    }

    @Test
    void close_whileASessionIsMade_abortsItBeforeItRuns() {
        Session session = new Session();
        Supervisor[] closing = new Supervisor[1];
        closing[0] = new Supervisor(
                () -> {
                    closing[0].close();
                    return session;
                },
                new Backoff(POLICY, HIGHEST),
                FOR_EVER,
                time,
                new Recorder());
        closing[0].run();
        assertThat(session.aborted.getCount()).isZero();
        assertThat(closing[0].firstOutcome()).isCompleted();
    }

    @Test
    void interrupt_endsItWithoutAWord() throws Exception {
        session();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        supervisor.firstOutcome().get(10, TimeUnit.SECONDS);
    }

    @Test
    void attempts_sinceTheStart_endItWhenAllHaveFailed() {
        ConnectionLostException last = new ConnectionLostException("c");
        Supervisor limited = limited(
                3, failing(new ConnectionLostException("a")), failing(new ConnectionLostException("b")), failing(last));
        limited.run();
        assertThat(drained())
                .containsExactly(
                        "retry 1 after PT0S: a",
                        "retry 2 after PT0S: b",
                        "ended: gave up after 3 attempts to connect; the last: c");
        assertThat(limited.firstOutcome()).isCompletedWithValue(null);
    }

    @Test
    void onlyAttempt_thatFails_failsTheFirstOutcome() {
        ConnectionLostException last = new ConnectionLostException("a");
        Supervisor limited = limited(1, failing(last));
        limited.run();
        assertThat(drained()).containsExactly("ended: gave up after 1 attempt to connect; the last: a");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> limited.firstOutcome().get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(ConnectionLostException.class)
                .havingRootCause()
                .isSameAs(last);
    }

    @Test
    void attempts_sinceALiveSession_areCountedAnew() {
        Supervisor limited = limited(
                2,
                failing(new ConnectionLostException("a")),
                liveUntil(new ConnectionLostException("b")),
                failing(new ConnectionLostException("c")),
                liveUntil(new ConnectionLostException("d")),
                failing(new ConnectionLostException("e")),
                failing(new ConfigException("revoked")));
        limited.run();
        assertThat(drained())
                .containsExactly(
                        "retry 1 after PT0S: a",
                        "lost after PT0S: b",
                        "retry 1 after PT0S: b",
                        "retry 2 after PT0S: c",
                        "lost after PT0S: d",
                        "retry 1 after PT0S: d",
                        "retry 2 after PT0S: e",
                        "ended: gave up after 2 attempts to connect; the last: revoked");
    }

    @Test
    void mistakeOfTheOnlyAttempt_isTheCauseItself() {
        Supervisor limited = limited(1, failing(new ConfigException("wrong")));
        limited.run();
        assertThat(drained()).containsExactly("ended: wrong");
    }

    private Session session() throws InterruptedException {
        Session session = opened.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session within ten seconds");
        }
        return session;
    }

    private void assertEvent(String expected) throws InterruptedException {
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    private List<String> drained() {
        List<String> told = new ArrayList<>();
        events.drainTo(told);
        return told;
    }

    /** One whose sessions are these, with no delay between them: it runs until it ends. */
    private Supervisor limited(int maxAttempts, Session... sessions) {
        Iterator<Session> next = List.of(sessions).iterator();
        return new Supervisor(next::next, new Backoff(POLICY, LOWEST), maxAttempts, time, new Recorder());
    }

    private static Session failing(RuntimeException cause) {
        Session session = new Session();
        session.fail(cause);
        return session;
    }

    private static Session liveUntil(RuntimeException cause) {
        Session session = new Session();
        session.acts.add(Runnable::run);
        session.fail(cause);
        return session;
    }

    /** Lets the delay pass that the supervisor waits for. */
    private void pass(Duration delay) {
        time.awaitWaiters(1);
        time.advance(delay);
    }

    /** A session that does what the test tells it to. */
    private static final class Session implements Supervisor.Session {

        private interface Act {
            void on(Runnable live);
        }

        private final BlockingQueue<Act> acts = new LinkedBlockingQueue<>();
        private final CountDownLatch aborted = new CountDownLatch(1);
        private boolean ended;

        @Override
        public void run(Runnable live) throws InterruptedException {
            while (!ended) {
                acts.take().on(live);
            }
        }

        void goLive() throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            acts.add(live -> {
                live.run();
                done.countDown();
            });
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }

        /** What it would say that it is live by. */
        Runnable live() throws Exception {
            CompletableFuture<Runnable> given = new CompletableFuture<>();
            acts.add(given::complete);
            return given.get(10, TimeUnit.SECONDS);
        }

        void fail(RuntimeException cause) {
            acts.add(live -> {
                throw cause;
            });
        }

        void end() {
            acts.add(live -> ended = true);
        }

        @Override
        public void abort() {
            aborted.countDown();
            fail(new ConnectionLostException("aborted"));
        }
    }

    private class Recorder implements Supervisor.Events {
        @Override
        public void lost(PgChimeException cause, Duration lived) {
            events.add("lost after " + lived + ": " + cause.getMessage());
        }

        @Override
        public void retry(int attempt, Duration delay, PgChimeException cause) {
            events.add("retry " + attempt + " after " + delay + ": " + cause.getMessage());
        }

        @Override
        public void ended(Throwable cause) {
            events.add("ended: " + cause.getMessage());
        }
    }
}
