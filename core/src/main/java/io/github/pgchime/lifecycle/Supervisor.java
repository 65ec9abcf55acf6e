package io.github.pgchime.lifecycle;

import io.github.pgchime.PgChimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs one session after the other, for ever: each until it is lost, with a backoff between them. What no retry mends
 * ends it if it happens before any session was live; afterwards it is retried slowly.
 */
public final class Supervisor implements Runnable {

    /** One connection's life. */
    public interface Session {
        /**
         * Connects, says so by {@code live}, and serves until the connection is lost, which it throws.
         *
         * @param live to be called once the server has confirmed that the session does what it is for
         */
        void run(Runnable live) throws InterruptedException;

        /** Ends {@link #run} from another thread, hard; one that has not begun yet ends as soon as it does. */
        void abort();
    }

    /** What a supervisor tells; called on its thread. */
    public interface Events {
        /** A session that was live is lost. */
        void lost(PgChimeException cause, Duration lived);

        /** The next attempt, counted from 1 since the last live session, will be made after {@code delay}. */
        void retry(int attempt, Duration delay, PgChimeException cause);

        /** It is over: no retry mends this, or it is a bug. */
        void ended(Throwable cause);
    }

    /** How slowly a mistake is retried that was not there at first: somebody may be mending it. */
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final Supplier<? extends Session> sessions;
    private final Backoff backoff;
    private final TimeSource time;
    private final Events events;
    private final Alarm wait;
    private final CompletableFuture<Void> firstOutcome = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Session> current = Optional.empty();
    private volatile boolean closed;

    public Supervisor(Supplier<? extends Session> sessions, Backoff backoff, TimeSource time, Events events) {
        this.sessions = sessions;
        this.backoff = backoff;
        this.time = time;
        this.events = events;
        this.wait = new Alarm(time);
    }

    /** Done when the first attempt is: live, or to be retried; failed if it ended everything. */
    public CompletableFuture<Void> firstOutcome() {
        return firstOutcome;
    }

    @Override
    public void run() {
        try {
            boolean everLive = false;
            for (int attempt = 1; !closed; attempt++) {
                Life life = new Life(sessions.get());
                PgChimeException cause = life.untilLost();
                if (closed) {
                    return;
                }
                everLive |= life.wasLive();
                if (life.wasLive()) {
                    attempt = 1;
                    backoff.spell(life.lived());
                    events.lost(cause, life.lived());
                }
                if (!everLive && !cause.isRetryable()) {
                    end(cause);
                    return;
                }
                Duration delay = cause.isRetryable() ? backoff.next() : slow();
                events.retry(attempt, delay, cause);
                firstOutcome.complete(null);
                wait.await(time.after(delay));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            end(bug);
        } finally {
            firstOutcome.complete(null);
        }
    }

    /** Ends the session at hand and every wait, from any thread; idempotent. */
    public void close() {
        closed = true;
        lock.lock();
        try {
            current.ifPresent(Session::abort);
        } finally {
            lock.unlock();
        }
        wait.ring();
    }

    private void end(Throwable cause) {
        if (!closed) {
            events.ended(cause);
        }
        firstOutcome.completeExceptionally(cause);
    }

    private Duration slow() {
        return backoff.most().compareTo(SLOW) > 0 ? backoff.most() : SLOW;
    }

    /** One session, and how long it was live. */
    private final class Life {
        private final Session session;
        private Optional<Long> liveSince = Optional.empty();
        private Duration lived = Duration.ZERO;

        Life(Session session) {
            this.session = session;
        }

        PgChimeException untilLost() throws InterruptedException {
            hold(Optional.of(session));
            try {
                if (closed) {
                    session.abort();
                }
                session.run(this::live);
                throw new IllegalStateException("a session ended without saying why");
            } catch (PgChimeException cause) {
                return cause;
            } finally {
                hold(Optional.empty());
                lived = liveSince
                        .map(since -> Duration.ofNanos(time.nanos() - since))
                        .orElse(Duration.ZERO);
            }
        }

        private void live() {
            liveSince = Optional.of(time.nanos());
            firstOutcome.complete(null);
        }

        private void hold(Optional<Session> held) {
            lock.lock();
            try {
                current = held;
            } finally {
                lock.unlock();
            }
        }

        boolean wasLive() {
            return liveSince.isPresent();
        }

        Duration lived() {
            return lived;
        }
    }
}
