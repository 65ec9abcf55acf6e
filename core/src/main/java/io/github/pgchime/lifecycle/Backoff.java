package io.github.pgchime.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: full jitter, that is, anything from nothing up to a ceiling which doubles
 * from the first delay to the last. Not thread-safe.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public final class Backoff {

    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private Duration ceiling;

    public Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.ceiling = first;
    }

    /** The next delay, at most the ceiling, which then doubles. */
    public Duration next() {
        Duration delay = Duration.ofNanos(random.nextLong(ceiling.toNanos() + 1));
        Duration doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(most) < 0 ? doubled : most;
        return delay;
    }

    /** A spell at least as long as the longest delay counts as healthy: the next failure starts from the first. */
    public void spell(Duration lived) {
        if (lived.compareTo(most) >= 0) {
            ceiling = first;
        }
    }

    /** The longest a delay can be. */
    public Duration most() {
        return most;
    }
}
