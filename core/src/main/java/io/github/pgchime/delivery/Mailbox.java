package io.github.pgchime.delivery;

import io.github.pgchime.lifecycle.Thrown;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where items wait for whoever takes them; how they are kept, and how many, is the subclass's. Any number of threads may
 * put and take.
 *
 * <p>A subclass puts in between {@link #lock} and {@link #unlock}, and only while it {@link #isOpen}; what it implements
 * is called with the lock held.
 *
 * @param <T> what is taken
 */
public abstract class Mailbox<T> {

    /** Somebody whose mind may change while waiting; asked under the mailbox's lock, so it answers at once. */
    public interface Taker {
        boolean wants();

        boolean leaves();
    }

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Throwable> failure = Optional.empty();
    private boolean closed;

    protected Mailbox(TimeSource time) {
        this.time = time;
    }

    protected abstract boolean isEmpty();

    /** Takes out the next item; there is one. */
    protected abstract T remove();

    /** Drops everything. */
    protected abstract void clear();

    /** Begins a change. */
    protected final void lock() {
        lock.lock();
    }

    /** Ends a change: whoever waits looks again. */
    protected final void unlock() {
        changed.signalAll();
        lock.unlock();
    }

    /** Whether anything may still be put; asked with the lock held. */
    protected final boolean isOpen() {
        return !closed;
    }

    /**
     * Nothing more is put; what waits may still be taken, and then a failure is thrown once to whoever takes next. The
     * first cause given, be it none, is the one that counts.
     */
    public final void finish(Optional<Throwable> cause) {
        lock();
        try {
            close(cause);
        } finally {
            unlock();
        }
    }

    /** As {@link #finish}, but at once: what waits is dropped. */
    public final void end(Optional<Throwable> cause) {
        lock();
        try {
            close(cause);
            clear();
        } finally {
            unlock();
        }
    }

    /**
     * Waits for an item until {@code until}.
     *
     * @return nothing if the time is over, or everything
     */
    public final Optional<T> take(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && isEmpty() && until - time.nanos() > 0) {
                time.await(changed, until);
            }
            return takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an item until there will be no more. */
    public final Optional<T> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && isEmpty()) {
                changed.await();
            }
            return takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an item until the taker leaves or there will be no more; while it wants none, they stay here. */
    public final Optional<T> take(Taker taker) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isOver() && !taker.leaves() && !(taker.wants() && !isEmpty())) {
                changed.await();
            }
            return taker.leaves() ? Optional.empty() : takeNow();
        } finally {
            lock.unlock();
        }
    }

    /** Has every taker asked again what it wants. */
    public final void reconsider() {
        lock();
        unlock();
    }

    private void close(Optional<Throwable> cause) {
        if (!closed) {
            closed = true;
            failure = cause;
        }
    }

    private boolean isOver() {
        return closed && isEmpty();
    }

    private Optional<T> takeNow() {
        if (!isEmpty()) {
            T item = remove();
            if (closed) {
                // It may have been the last, for which those wait who want none.
                changed.signalAll();
            }
            return Optional.of(item);
        }
        Optional<Throwable> cause = failure;
        failure = Optional.empty();
        if (cause.isPresent()) {
            throw Thrown.unchecked(cause.get());
        }
        return Optional.empty();
    }
}
