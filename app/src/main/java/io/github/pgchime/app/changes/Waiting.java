package io.github.pgchime.app.changes;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The wait for what comes next, which another thread can end. What has come is not taken away while it is being written:
 * whoever writes it asks whether the end {@link #isOver has come}.
 */
final class Waiting {

    private final BooleanSupplier next;
    private final Runnable release;
    private final LongSupplier ticks;
    private final ReentrantLock lock = new ReentrantLock();
    private OptionalLong since = OptionalLong.empty();
    private volatile boolean over;

    /**
     * Nobody waits yet.
     *
     * @param next waits, and says whether something has come
     * @param release ends such a wait
     * @param ticks nanoseconds from anywhere
     */
    Waiting(BooleanSupplier next, Runnable release, LongSupplier ticks) {
        this.next = next;
        this.release = release;
        this.ticks = ticks;
    }

    /** Waits for what comes next; false if nothing does any more. */
    boolean next() {
        lock.lock();
        try {
            if (over) {
                return false;
            }
            since = OptionalLong.of(ticks.getAsLong());
        } finally {
            lock.unlock();
        }
        boolean come = next.getAsBoolean();
        lock.lock();
        try {
            since = OptionalLong.empty();
            return come && !over;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, now and for good; from any thread. */
    void end() {
        lock.lock();
        try {
            over = true;
            if (since.isPresent()) {
                release.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was ended; from any thread. */
    boolean isOver() {
        return over;
    }

    /** For how long the current wait has lasted; zero if there is none; from any thread. */
    Duration lasted() {
        lock.lock();
        try {
            return since.isPresent() ? Duration.ofNanos(ticks.getAsLong() - since.getAsLong()) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }
}
