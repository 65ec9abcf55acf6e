package io.github.pgchime.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that only asking again can tell, with a deadline. */
public final class Waiting {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration BETWEEN = Duration.ofMillis(5);

    private Waiting() {}

    /** Returns once the condition holds; fails after 20 seconds, naming what it was to be. */
    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new IllegalStateException("after " + DEADLINE + " still waiting for " + what);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
