package io.github.pgchime.bench;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/** How many rows were told; others wait here for a number of them. */
public final class RowCount implements LongConsumer {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition reached = lock.newCondition();
    private long rows;
    private long awaited = Long.MAX_VALUE;

    @Override
    public void accept(long more) {
        lock.lock();
        try {
            rows += more;
            if (rows >= awaited) {
                reached.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** So far. */
    public long rows() {
        lock.lock();
        try {
            return rows;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many rows were told since the start, and not a row more. */
    public void await(long target, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaited = target;
            long left = limit.toNanos();
            while (rows < target && left > 0) {
                left = reached.awaitNanos(left);
            }
            if (rows != target) {
                throw new IllegalStateException("told " + rows + " rows where " + target + " were written");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Counts from zero again. */
    public void restart() {
        lock.lock();
        try {
            rows = 0;
            awaited = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }
}
