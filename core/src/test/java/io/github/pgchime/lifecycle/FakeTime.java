package io.github.pgchime.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only by {@link #advance}. Safe for use by several threads.
 *
 * <p>Whoever waits has worked out until when by the time it was then: call {@link #awaitWaiters} before {@link #advance},
 * or the time may pass before the wait begins. The ticks run over {@link Long#MAX_VALUE} in the first second, so that
 * code which compares them in any way but by their difference shows itself.
 */
public final class FakeTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final long FIRST_TICK = Long.MAX_VALUE - 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong passed = new AtomicLong();
    private final Map<Thread, Long> waiters = new ConcurrentHashMap<>();

    @Override
    public Instant instant() {
        return START.plusNanos(passed.get());
    }

    @Override
    public long nanos() {
        return FIRST_TICK + passed.get();
    }

    /** Lets time pass: whoever waits for a point within it wakes. */
    public void advance(Duration duration) {
        passed.addAndGet(duration.toNanos());
    }

    /**
     * Returns once at least so many threads wait for a point in time that is still to come; a thread whose time has come
     * and that has not yet taken notice does not count.
     *
     * @throws AssertionError if that takes longer than ten seconds
     */
    public void awaitWaiters(int count) {
        await(count + " threads wait for time to pass", () -> waiting() >= count);
    }

    /**
     * Returns once a thread of this name waits for a point in time that is still to come.
     *
     * @throws AssertionError if that takes longer than ten seconds
     */
    public void awaitWaiter(String name) {
        await(
                name + " waits for time to pass",
                () -> waiters.entrySet().stream()
                        .anyMatch(waiter -> waiter.getKey().getName().equals(name) && waiter.getValue() - nanos() > 0));
    }

    private void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError(
                        "after " + PATIENCE + " it is not so that " + what + ", but " + waiting() + " threads do");
            }
            LockSupport.parkNanos(POLL);
        }
    }

    /** How many threads wait for a point in time that is still to come. */
    public long waiting() {
        return waiters.values().stream().filter(until -> until - nanos() > 0).count();
    }

    /**
     * Only who holds the condition's lock may signal it, and that is not who lets time pass: so this returns every
     * millisecond for no reason, which the contract allows, and the caller looks at {@link #nanos} again.
     */
    @Override
    @SuppressWarnings("WaitNotInLoop")
    public void await(Condition condition, long until) throws InterruptedException {
        waiters.put(Thread.currentThread(), until);
        try {
            if (until - nanos() > 0) {
                condition.awaitNanos(POLL);
            }
        } finally {
            waiters.remove(Thread.currentThread());
        }
    }
}
