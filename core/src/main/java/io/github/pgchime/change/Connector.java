package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.Backoff;
import io.github.pgchime.lifecycle.BackoffPolicy;
import io.github.pgchime.lifecycle.Lifeline;
import io.github.pgchime.lifecycle.RetryLog;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Sees to it that there is a session, on the thread that iterates: one after the other, each until it is lost, with a backoff
 * between them. What no retry mends is thrown.
 */
final class Connector {

    private static final System.Logger LOG = System.getLogger(ChangeStream.class.getName());
    private static final double BACKOFF_MULTIPLIER = 2;

    /** What a server before 18 says of a publication that was dropped; the next attempt knows how to say it better. */
    private static final String UNDEFINED_OBJECT = "42704";

    private final ChangeStreamOptions options;
    private final ChangeListener listener;
    private final TimeSource time;
    private final Acknowledgements acknowledgements;
    private final Types types;
    private final Backoff backoff;
    private final Alarm wait;
    private final Guard guard;
    private final RetryLog retryLog = new RetryLog(LOG);
    private final ReentrantLock lock = new ReentrantLock();
    private Lifeline lifeline = new Lifeline();
    private Optional<StreamSession> session = Optional.empty();
    private Optional<Continuity> continuity = Optional.empty();
    private boolean missedPublication;
    private long connectedAt;
    private int failed;
    private boolean closed;

    Connector(
            ChangeStreamOptions options,
            ChangeListener listener,
            TimeSource time,
            RandomGenerator random,
            Acknowledgements acknowledgements) {
        this.options = options;
        this.listener = listener;
        this.time = time;
        this.acknowledgements = acknowledgements;
        this.types = new Types(options.publications(), options.tableDetails());
        this.backoff = new Backoff(
                new BackoffPolicy(options.backoffFirst(), options.backoffMost(), BACKOFF_MULTIPLIER, true), random);
        this.wait = new Alarm(time);
        this.guard = new Guard(LOG, error -> {});
    }

    /** The session at hand, or one that is opened now; nothing if that failed, after the time to wait then, or if this is closed. */
    Optional<StreamSession> connected() {
        if (session.isEmpty()) {
            attempt().ifPresent(this::pause);
        }
        return session;
    }

    /** The session at hand, if there is one. */
    Optional<StreamSession> session() {
        return session;
    }

    /**
     * Opens a session if there is none.
     *
     * @return how long to wait before the next attempt, if this one failed
     * @throws PgChimeException if no further attempt is worth it
     */
    Optional<Duration> attempt() {
        Lifeline own = new Lifeline();
        lock.lock();
        try {
            if (closed || session.isPresent()) {
                return Optional.empty();
            }
            lifeline = own;
        } finally {
            lock.unlock();
        }
        try {
            opened(open(own));
            return Optional.empty();
        } catch (PgChimeException e) {
            own.end();
            if (!e.isRetryable()) {
                throw e;
            }
            return Optional.of(retry(e));
        }
    }

    /** On a thread of its own, which the end of the lifeline interrupts wherever it waits. */
    private StreamSession open(Lifeline own) {
        FutureTask<StreamSession> opening =
                new FutureTask<>(() -> StreamSession.open(options, time, acknowledgements, types, own, this::open));
        own.start(Thread.ofVirtual().name("pgchime-opening"), opening);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    own.end();
                } catch (ExecutionException e) {
                    throw asThrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException asThrown(ExecutionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException("opening a stream failed unexpectedly", failed);
        };
    }

    private Continuity open(StreamOpening opening) {
        return continuity
                .map(before -> opening.resume(before, acknowledgements.position(), acknowledgements.furthest()))
                .orElseGet(opening::begin);
    }

    private void opened(StreamSession opened) {
        connectedAt = time.nanos();
        failed = 0;
        continuity = Optional.of(opened.continuity());
        lock.lock();
        try {
            if (closed) {
                opened.close();
                return;
            }
            session = Optional.of(opened);
        } finally {
            lock.unlock();
        }
        retryLog.live();
        Lsn position = opened.continuity().start();
        guard.call(listener::onConnected, new ChangeListener.Connected(options.slot(), opened.backendPid(), position));
    }

    /**
     * The session at hand is lost.
     *
     * @throws PgChimeException if no further attempt is worth it
     */
    void lost(PgChimeException cause) {
        if (release()) {
            return;
        }
        Duration lived = Duration.ofNanos(time.nanos() - connectedAt);
        backoff.spell(lived);
        guard.call(listener::onDisconnected, new ChangeListener.Disconnected(cause, lived));
        boolean missesPublication =
                cause instanceof ServerException e && e.sqlState().equals(UNDEFINED_OBJECT);
        if (!cause.isRetryable() && (!missesPublication || missedPublication)) {
            throw cause;
        }
        missedPublication = missesPublication;
        pause(retry(cause));
    }

    private Duration retry(PgChimeException cause) {
        failed++;
        Duration delay = backoff.next();
        retryLog.retry(delay, cause);
        guard.call(listener::onRetry, new ChangeListener.Retrying(failed, delay, cause));
        return delay;
    }

    private void pause(Duration delay) {
        try {
            wait.await(time.after(delay));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets go of the session at hand, for the thread that reads; true if this is closed, so that it was the last. */
    private boolean release() {
        Optional<StreamSession> over = session;
        boolean last;
        lock.lock();
        try {
            session = Optional.empty();
            last = closed;
        } finally {
            lock.unlock();
        }
        over.ifPresent(StreamSession::close);
        return last;
    }

    /** Ends every wait, from any thread, and says farewell to the server; whoever reads then finds the end. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            session.ifPresentOrElse(open -> open.sayFarewell(acknowledgements.position()), () -> lifeline.end());
        } finally {
            lock.unlock();
        }
        wait.ring();
    }

    /** Reads up to the end that {@link #close} has asked for; for the thread that may read. */
    void awaitEnd() {
        session.ifPresent(StreamSession::awaitEnd);
        release();
    }

    /** Ends the session hard, from any thread. */
    void abort() {
        lock.lock();
        try {
            lifeline.end();
        } finally {
            lock.unlock();
        }
    }
}
