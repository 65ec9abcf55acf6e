package io.github.pgchime.nudge;

import io.github.pgchime.lifecycle.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the application: at most one Resync and, after it, one batch, into which everything undelivered
 * conflates. A Resync makes the nudges before it needless. However slow the application is, no more than that is kept.
 */
final class Outbox {

    /** Somebody whose mind may change while waiting; asked under the outbox's lock, so it answers at once. */
    interface Taker {
        boolean wants();

        boolean leaves();
    }

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Coalescer batch;
    private Optional<Resync> resync = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private boolean ended;

    Outbox(int mostTables, TimeSource time) {
        this.batch = new Coalescer(mostTables);
        this.time = time;
    }

    void put(Resync item) {
        lock.lock();
        try {
            batch.clear();
            if (resync.isEmpty()) {
                resync = Optional.of(item);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Adds the nudges, or, if there are too many, a Resync in their place. */
    void put(Coalescer nudges) {
        lock.lock();
        try {
            batch.addAll(nudges);
            if (batch.overflowed()) {
                put(new Resync(Resync.Reason.OVERFLOW));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come; a failure is thrown once to whoever takes next. */
    void end(Optional<Throwable> cause) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for an item until {@code until}.
     *
     * @return nothing if the time is over, or the feed
     */
    Optional<FeedItem> take(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !hasItem() && until - time.nanos() > 0) {
                time.await(changed, until);
            }
            return takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an item until the feed ends. */
    Optional<FeedItem> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !hasItem()) {
                changed.await();
            }
            return takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an item until the taker leaves or the feed ends; while it wants none, they stay here. */
    Optional<FeedItem> take(Taker taker) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !taker.leaves() && !(taker.wants() && hasItem())) {
                changed.await();
            }
            return taker.leaves() ? Optional.empty() : takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** Has every taker asked again what it wants. */
    void reconsider() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasItem() {
        return resync.isPresent() || !batch.isEmpty();
    }

    private Optional<FeedItem> takeNow() {
        if (ended) {
            Optional<Throwable> cause = failure;
            failure = Optional.empty();
            cause.ifPresent(Outbox::raise);
            return Optional.empty();
        }
        if (resync.isPresent()) {
            FeedItem item = resync.get();
            resync = Optional.empty();
            return Optional.of(item);
        }
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        List<Nudge> nudges = batch.nudges();
        batch.clear();
        return Optional.of(new Batch(nudges));
    }

    private static void raise(Throwable cause) {
        switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }
}
