package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.lifecycle.DurationRange;
import java.time.Duration;
import java.util.List;

/**
 * How a consumer reads. Made by {@link ConsumerBuilder}.
 *
 * @param name of the group; 1 to 255 characters
 * @param channels whose entries it gets; none means of all channels
 * @param start where it begins if it is new
 * @param parallelism how many handlers run beside each other at most; 1 to 1000
 * @param retry what becomes of entries whose handlers throw
 * @param laterEntriesWait whether the entries of a key wait while one of them is to be tried again
 * @param lease how long a leading instance that is gone keeps others waiting; 1 s to 5 min
 * @param stopTimeout how long the handlers in hand may take when the consumer is closed; 0 to 1 h
 * @param check how often it looks whether there is anything, whatever wakes it; 1 s to 1 h
 */
public record ConsumerOptions(
        String name,
        List<String> channels,
        Start start,
        int parallelism,
        Retry retry,
        boolean laterEntriesWait,
        Duration lease,
        Duration stopTimeout,
        Duration check) {

    private static final int LONGEST_NAME = 255;
    private static final int MOST_HANDLERS = 1000;
    private static final DurationRange LEASE = new DurationRange(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final DurationRange STOP = new DurationRange(Duration.ZERO, Duration.ofHours(1));
    private static final DurationRange CHECK = new DurationRange(Duration.ofSeconds(1), Duration.ofHours(1));

    public ConsumerOptions {
        channels = List.copyOf(channels);
        requireName("consumer", name);
        channels.forEach(channel -> requireName("channel", channel));
        if (parallelism < 1 || parallelism > MOST_HANDLERS) {
            throw new ConfigException(
                    "parallelism " + parallelism + " is out of range; expected 1 to " + MOST_HANDLERS);
        }
        LEASE.require("lease", lease);
        STOP.require("stopTimeout", stopTimeout);
        CHECK.require("check", check);
    }

    static void requireName(String what, String name) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new ConfigException(what + " \"" + name + "\" is not valid; expected 1 to " + LONGEST_NAME
                    + " characters, none of them NUL");
        }
    }
}
