package io.github.pgchime.lifecycle;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs one session after the other: each until it is lost, with a backoff between them. What no retry mends ends it if
 * it happens before any session was live; afterwards it is retried slowly. So many attempts without a live session as
 * were allowed end it, too.
 */
public final class Supervisor implements Runnable {

    /** One connection's life. */
    public interface Session {
        /**
         * Connects, says so by {@code live}, and serves until the connection is lost, which it throws.
         *
         * @param live to be called once the server has confirmed that the session does what it is for; from any
         *     thread, and of no effect when the session is lost already
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

        /** It is over: no retry mends this, there were too many, or it is a bug. */
        void ended(Throwable cause);
    }

    private final Supplier<? extends Session> sessions;
    private final Backoff backoff;
    private final int maxAttempts;
    private final TimeSource time;
    private final Events events;
    private final Alarm wait;
    private final CompletableFuture<Void> firstOutcome = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Session> current = Optional.empty();
    private volatile boolean closed;

    /**
     * @param maxAttempts how many attempts in a row may fail, counted since the last live session or the start; 0 is
     *     for ever
     */
    public Supervisor(
            Supplier<? extends Session> sessions, Backoff backoff, int maxAttempts, TimeSource time, Events events) {
        this.sessions = sessions;
        this.backoff = backoff;
        this.maxAttempts = maxAttempts;
        this.time = time;
        this.events = events;
        this.wait = new Alarm(time);
    }

    /** Done when the first attempt is: live, or to be retried; failed if it ended everything. */
    CompletableFuture<Void> firstOutcome() {
        return firstOutcome;
    }

    /**
     * Waits until the first attempt is over: live, or to be retried.
     *
     * @throws RuntimeException what ended everything
     */
    public void awaitFirstOutcome() throws InterruptedException {
        try {
            firstOutcome.get();
        } catch (ExecutionException e) {
            throw Thrown.unchecked(e);
        }
    }

    @Override
    public void run() {
        try {
            boolean everLive = false;
            int failed = 0;
            for (int attempt = 1; !closed; attempt++) {
                Loss loss = new Life(sessions.get()).untilLost();
                PgChimeException cause = loss.cause();
                if (closed) {
                    return;
                }
                failed++;
                if (loss.lived().isPresent()) {
                    everLive = true;
                    attempt = 1;
                    failed = 0;
                    backoff.spell(loss.lived().get());
                    events.lost(cause, loss.lived().get());
                }
                if (!everLive && !cause.isRetryable()) {
                    end(cause);
                    return;
                }
                if (maxAttempts > 0 && failed >= maxAttempts) {
                    end(gaveUp(cause));
                    return;
                }
                Duration delay = cause.isRetryable() ? backoff.next() : backoff.slow();
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

    private ConnectionLostException gaveUp(PgChimeException last) {
        return new ConnectionLostException(
                "gave up after " + maxAttempts + (maxAttempts == 1 ? " attempt" : " attempts")
                        + " to connect; the last: " + last.getMessage(),
                last);
    }

    /** How a session ended, and for how long it was live, if it was. */
    private record Loss(PgChimeException cause, Optional<Duration> lived) {}

    /** One session from its beginning to its loss. */
    private final class Life {
        private final Session session;
        private Optional<Long> liveSince = Optional.empty();
        private boolean over;

        Life(Session session) {
            this.session = session;
        }

        Loss untilLost() throws InterruptedException {
            hold(Optional.of(session));
            try {
                if (closed) {
                    session.abort();
                }
                session.run(this::live);
                throw new IllegalStateException("a session ended without saying why");
            } catch (PgChimeException cause) {
                return lost(cause);
            } finally {
                hold(Optional.empty());
            }
        }

        private void live() {
            lock.lock();
            try {
                if (over || liveSince.isPresent()) {
                    return;
                }
                liveSince = Optional.of(time.nanos());
            } finally {
                lock.unlock();
            }
            firstOutcome.complete(null);
        }

        private Loss lost(PgChimeException cause) {
            lock.lock();
            try {
                over = true;
                return new Loss(cause, liveSince.map(since -> Duration.ofNanos(time.nanos() - since)));
            } finally {
                lock.unlock();
            }
        }

        private void hold(Optional<Session> held) {
            lock.lock();
            try {
                current = held;
            } finally {
                lock.unlock();
            }
        }
    }
}
