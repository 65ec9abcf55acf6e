package io.github.pgchime.lifecycle;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A thread waits on it for a point in time; another may ring it before. A ring with nobody waiting is kept. */
public final class Alarm {

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean ringing;

    public Alarm(TimeSource time) {
        this.time = time;
    }

    public void ring() {
        lock.lock();
        try {
            ringing = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a ring, or until {@link TimeSource#nanos} has reached {@code until}; true if it was a ring. */
    public boolean await(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ringing && until - time.nanos() > 0) {
                time.await(rung, until);
            }
            boolean wasRing = ringing;
            ringing = false;
            return wasRing;
        } finally {
            lock.unlock();
        }
    }
}
