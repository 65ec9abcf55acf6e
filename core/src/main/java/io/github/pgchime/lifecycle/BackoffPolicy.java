package io.github.pgchime.lifecycle;

import io.github.pgchime.ConfigException;
import java.time.Duration;

/**
 * How long to wait between attempts.
 *
 * @param first the ceiling of the first delay; positive
 * @param most the ceiling of the last; at least {@code first}
 * @param multiplier by how much the ceiling grows from one delay to the next; at least 1
 * @param firstAtOnce whether the first attempt after a session that lived for at least {@code first} is made at once;
 *     had it lived shorter, a server that accepts and cuts would be hammered
 */
public record BackoffPolicy(Duration first, Duration most, double multiplier, boolean firstAtOnce) {

    public BackoffPolicy {
        if (!first.isPositive() || most.compareTo(first) < 0) {
            throw new ConfigException("backoff from " + first + " to " + most
                    + " is out of range; expected a positive first delay, and a last one at least as long");
        }
        if (Double.isNaN(multiplier) || multiplier < 1) {
            throw new ConfigException("backoff multiplier " + multiplier + " is out of range; expected 1 or more");
        }
    }
}
