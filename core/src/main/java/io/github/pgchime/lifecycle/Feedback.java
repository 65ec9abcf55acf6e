package io.github.pgchime.lifecycle;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.replication.WalSender;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the server how far this side has come: on a timer of its own, and at once when asked; never behind a read.
 * Each report on the timer asks for an answer, so that a sound connection is never silent for longer than the interval; reports in between do not put it
 * off.
 */
public final class Feedback implements Runnable {

    private static final System.Logger LOG = System.getLogger(Feedback.class.getName());

    private final WalSender walSender;
    private final Duration interval;
    private final TimeSource time;
    private final Alarm alarm;
    private final AtomicLong position = new AtomicLong();
    private final AtomicBoolean askServer = new AtomicBoolean();

    public Feedback(WalSender walSender, Duration interval, TimeSource time) {
        this.walSender = walSender;
        this.interval = interval;
        this.time = time;
        this.alarm = new Alarm(time);
    }

    /** Moves the position on; a position behind it changes nothing. For one thread. */
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
        alarm.ring();
    }

    /** Has a report sent at once, by the reporting thread. */
    public void reportNow() {
        alarm.ring();
    }

    /** Reports until the connection is lost or the thread interrupted. */
    @Override
    public void run() {
        try {
            long due = time.after(interval);
            while (true) {
                alarm.await(due);
                boolean isDue = due - time.nanos() <= 0;
                if (isDue) {
                    due = time.after(interval);
                }
                walSender.sendStatus(position(), time.instant(), askServer.getAndSet(false) || isDue);
            }
        } catch (ConnectionLostException e) {
            LOG.log(System.Logger.Level.DEBUG, "no more reports, the connection is lost", e);
            walSender.abort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
