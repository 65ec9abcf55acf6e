package io.github.pgchime.lifecycle;

import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** The one place that reads the machine's clocks. */
enum SystemTime implements TimeSource {
    INSTANCE;

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** The loop that {@link TimeSource#await} wants around it is the caller's. */
    @Override
    @SuppressWarnings("WaitNotInLoop")
    public void await(Condition condition, long until) throws InterruptedException {
        long left = until - nanos();
        if (left > 0) {
            condition.awaitNanos(left);
        }
    }
}
