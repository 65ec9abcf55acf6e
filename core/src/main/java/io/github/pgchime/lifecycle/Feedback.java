package io.github.pgchime.lifecycle;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.replication.WalSender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * Tells the server how far this side has come: on a timer of its own, and at once when asked; never behind a read.
 * Each report on the timer asks for an answer, so that a sound connection is never silent for longer than the interval;
 * reports in between do not put it off.
 */
public final class Feedback implements Runnable {

    private static final System.Logger LOG = System.getLogger(Feedback.class.getName());

    /** How soon after a report a new position is worth another: one that comes alone is told at once. */
    private static final Duration PROMPT = Duration.ofMillis(100);

    private final WalSender walSender;
    private final Duration interval;
    private final TimeSource time;
    private final LongUnaryOperator allowed;
    private final Alarm alarm;
    private final AtomicLong position = new AtomicLong();
    private final AtomicBoolean askServer = new AtomicBoolean();
    private final AtomicBoolean now = new AtomicBoolean();
    private final AtomicBoolean soon = new AtomicBoolean();

    public Feedback(WalSender walSender, Duration interval, TimeSource time) {
        this(walSender, interval, time, position -> position);
    }

    /** @param allowed what may be told of a position, asked each time; what it throws ends the reports */
    public Feedback(WalSender walSender, Duration interval, TimeSource time, LongUnaryOperator allowed) {
        this.walSender = walSender;
        this.interval = interval;
        this.time = time;
        this.allowed = allowed;
        this.alarm = new Alarm(time);
    }

    /** Moves the position on; a position behind it changes nothing. For one thread at a time. */
    public void reached(long lsn) {
        if (Long.compareUnsigned(lsn, position.get()) > 0) {
            position.lazySet(lsn);
        }
    }

    public Lsn position() {
        return new Lsn(position.get());
    }

    /** Has the server asked at once how far it has come; it answers with a keepalive. */
    public void askPosition() {
        askServer.set(true);
        reportNow();
    }

    /** Has a report sent at once, by the reporting thread. */
    public void reportNow() {
        now.set(true);
        alarm.ring();
    }

    /** Has a report sent within 100 ms, by the reporting thread. */
    public void reportSoon() {
        if (!soon.getAndSet(true)) {
            alarm.ring();
        }
    }

    /** Reports until the connection is lost or the thread interrupted. */
    @Override
    public void run() {
        try {
            long due = time.after(interval);
            long earliest = time.nanos();
            while (true) {
                alarm.await(soon.get() && earliest - due < 0 ? earliest : due);
                boolean isDue = due - time.nanos() <= 0;
                boolean isSoon = soon.get() && earliest - time.nanos() <= 0;
                if (now.getAndSet(false) || isDue || isSoon) {
                    due = isDue ? time.after(interval) : due;
                    earliest = time.after(PROMPT);
                    report(isDue);
                }
            }
        } catch (ConnectionLostException e) {
            LOG.log(System.Logger.Level.DEBUG, "no more reports, the connection is lost", e);
            walSender.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(boolean isDue) {
        soon.set(false);
        Lsn reported = new Lsn(allowed.applyAsLong(position.get()));
        walSender.sendStatus(reported, time.instant(), askServer.getAndSet(false) || isDue);
    }
}
