package io.github.pgchime.journal;

import io.github.pgchime.lifecycle.TimeSource;
import java.util.OptionalDouble;

/** How many entries a second are handled, between one look at it and the next. Not thread-safe. */
final class Rate {

    private final TimeSource time;
    private long since;
    private long count;

    /** What whoever led before has left is not known. */
    private double last = Double.NaN;

    Rate(TimeSource time) {
        this.time = time;
        this.since = time.nanos();
    }

    void count() {
        count++;
    }

    /** The rate since the last look, unless it was zero then and still is. */
    OptionalDouble news() {
        long now = time.nanos();
        double rate = count * 1e9 / Math.max(1, now - since);
        since = now;
        count = 0;
        boolean still = rate == 0 && last == 0;
        last = rate;
        return still ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }
}
