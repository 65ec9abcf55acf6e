package io.github.pgchime.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: full jitter, that is, anything from nothing up to a ceiling which grows from
 * the first delay to the last. Not thread-safe.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public final class Backoff {

    /** How slowly a mistake is retried: somebody may be mending it. */
    private static final Duration SLOW = Duration.ofSeconds(30);

    private final BackoffPolicy policy;
    private final RandomGenerator random;
    private Duration ceiling;
    private boolean atOnce;

    public Backoff(BackoffPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
        this.ceiling = policy.first();
    }

    /** The next delay: none if the policy wants that after the last spell, else at most the ceiling, which then grows. */
    public Duration next() {
        if (atOnce) {
            atOnce = false;
            return Duration.ZERO;
        }
        long nanos = ceiling.toNanos();
        ceiling = Duration.ofNanos(
                Math.min((long) (nanos * policy.multiplier()), policy.most().toNanos()));
        return Duration.ofNanos(random.nextLong(nanos + 1));
    }

    /** The next delay when no retry mends it but perhaps somebody by hand; the ceiling stays. */
    public Duration slow() {
        atOnce = false;
        return policy.most().compareTo(SLOW) > 0 ? policy.most() : SLOW;
    }

    /** A spell at least as long as the longest delay counts as healthy: the next failure starts from the first. */
    public void spell(Duration lived) {
        if (lived.compareTo(policy.most()) >= 0) {
            ceiling = policy.first();
        }
        atOnce = policy.firstAtOnce() && lived.compareTo(policy.first()) >= 0;
    }
}
