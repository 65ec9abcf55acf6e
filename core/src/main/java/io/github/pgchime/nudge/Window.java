package io.github.pgchime.nudge;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When to speak: a window opens with the first wake-up, closes after {@code quiet} without another, and at the latest
 * {@code most} after it opened. Ticks are nanoseconds from anywhere.
 */
final class Window {

    private final long quiet;
    private final long most;
    private OptionalLong closesAt = OptionalLong.empty();
    private long latest;

    Window(Duration quiet, Duration most) {
        this.quiet = quiet.toNanos();
        this.most = most.toNanos();
    }

    void wakeUp(long now) {
        if (closesAt.isEmpty()) {
            latest = now + most;
        }
        long whenQuiet = now + quiet;
        closesAt = OptionalLong.of(latest - whenQuiet < 0 ? latest : whenQuiet);
    }

    /** The tick at which it closes, if it is open. */
    OptionalLong closesAt() {
        return closesAt;
    }

    boolean isDue(long now) {
        return closesAt.isPresent() && closesAt.getAsLong() - now <= 0;
    }

    void close() {
        closesAt = OptionalLong.empty();
    }
}
