package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What becomes of an entry whose handler threw.
 *
 * @param attempts how many there are in all, the first included; 1 to 1000
 * @param first the ceiling of the delay before the second
 * @param most the ceiling of the last delay; from one to the next they double
 */
public record Retry(int attempts, Duration first, Duration most) {

    private static final int MOST_ATTEMPTS = 1000;
    private static final Duration LONGEST = Duration.ofDays(7);

    public Retry {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new ConfigException(
                    "retry with " + attempts + " attempts is out of range; expected 1 to " + MOST_ATTEMPTS);
        }
        if (!first.isPositive() || most.compareTo(first) < 0 || most.compareTo(LONGEST) > 0) {
            throw new ConfigException("retry after " + first + " to " + most
                    + " is out of range; expected a positive first delay, and a last one at least as long, up to "
                    + LONGEST);
        }
    }

    /** Five attempts, the second within a second, the last within five minutes of the one before. */
    public static Retry usual() {
        return new Retry(5, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    /** The first attempt is the last. */
    public static Retry never() {
        return new Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /** Whether another attempt follows this one. */
    boolean goesOnAfter(int attempt) {
        return attempt < attempts;
    }

    /** The delay after this failed attempt: anything from half of its ceiling to all of it. */
    Duration delay(int attempt, RandomGenerator random) {
        long ceiling = first.toNanos();
        for (int i = 1; i < attempt && ceiling < most.toNanos(); i++) {
            ceiling *= 2;
        }
        long nanos = Math.min(ceiling, most.toNanos());
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
