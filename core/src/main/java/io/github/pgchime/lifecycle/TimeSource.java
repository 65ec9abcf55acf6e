package io.github.pgchime.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** All the time a feed knows: what it is, how much has passed, and waiting for it. */
public interface TimeSource {

    /** The wall clock, for what is shown to people. */
    Instant instant();

    /** Nanoseconds from anywhere, for what is measured. */
    long nanos();

    /**
     * Waits until the condition is signalled, {@link #nanos} has reached {@code until}, or for no reason; the caller
     * holds the condition's lock.
     */
    void await(Condition condition, long until) throws InterruptedException;

    /** The tick {@code duration} from now; the far future if that overflows. */
    default long after(Duration duration) {
        long nanos;
        try {
            nanos = duration.toNanos();
        } catch (ArithmeticException e) {
            nanos = Long.MAX_VALUE / 2;
        }
        return nanos() + Math.min(nanos, Long.MAX_VALUE / 2);
    }

    /** The machine's own. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
