package io.github.pgchime.bench;

import java.util.concurrent.locks.LockSupport;

/** Waits for a tick of {@link System#nanoTime}. */
public final class Pace {

    private Pace() {}

    /** Returns at that tick, or late. */
    public static void until(long tick) {
        for (long left = tick - System.nanoTime(); left > 0; left = tick - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
