package io.github.pgchime.testkit;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What the connections of one {@link FaultProxy} ask before they pass a chunk on. */
final class FaultGate {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean shut;
    private long allowed = NO_LIMIT;
    private volatile Duration delay = Duration.ZERO;

    void shut() {
        lock.lock();
        try {
            shut = true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets dead connections go. */
    void wake() {
        lock.lock();
        try {
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void allow(long bytes) {
        lock.lock();
        try {
            allowed = bytes;
        } finally {
            lock.unlock();
        }
    }

    void delay(Duration perChunk) {
        delay = perChunk;
    }

    /** Returns once a chunk may pass, or its connection is dead. */
    void pass(BooleanSupplier dead) throws InterruptedException {
        Thread.sleep(delay);
        lock.lock();
        try {
            while (shut && !dead.getAsBoolean()) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of so many bytes, how many may go to the client, and whether they are its last; a limit reached is lifted. */
    Grant grant(int bytes) {
        lock.lock();
        try {
            if (allowed == NO_LIMIT || bytes < allowed) {
                allowed = allowed == NO_LIMIT ? NO_LIMIT : allowed - bytes;
                return new Grant(bytes, false);
            }
            Grant last = new Grant((int) allowed, true);
            allowed = NO_LIMIT;
            return last;
        } finally {
            lock.unlock();
        }
    }

    record Grant(int bytes, boolean last) {}
}
