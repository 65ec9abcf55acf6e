package io.github.pgchime.nudge;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When to ask again for what could not be told: after 1 ms, then twice as long each time, up to 1 s. Whatever is new
 * among it begins from 1 ms, so that what waits for long holds up nothing. Ticks are nanoseconds from anywhere.
 */
final class Retry {

    /** The longest delay, and how long waiting is nothing to speak of. */
    static final Duration LAST = Duration.ofSeconds(1);

    private static final long FIRST = Duration.ofMillis(1).toNanos();

    private long delay = FIRST;
    private OptionalLong at = OptionalLong.empty();

    /** The next tick to ask at, if there is one. */
    OptionalLong at() {
        return at;
    }

    /** Asks at this tick, and then from the first delay on. */
    void at(long tick) {
        delay = FIRST;
        at = OptionalLong.of(tick);
    }

    /** The tick has come, and is being asked at. */
    void asking() {
        at = OptionalLong.empty();
    }

    /** Something waits that did not before. */
    void begin(long now) {
        delay = FIRST;
        schedule(now);
    }

    /** The same waits still; a tick that is yet to come stands. */
    void again(long now) {
        if (at.isEmpty()) {
            schedule(now);
        }
    }

    /** Nothing waits. */
    void stop() {
        delay = FIRST;
        at = OptionalLong.empty();
    }

    private void schedule(long now) {
        at = OptionalLong.of(now + delay);
        delay = Math.min(2 * delay, LAST.toNanos());
    }
}
