package io.github.pgchime.lifecycle;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What a setting that is a duration may be; both ends belong to it. */
public record DurationRange(Duration least, Duration most) {

    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Returns normally if the value is inside.
     *
     * @param option how the message names it
     * @throws ConfigException if it is outside
     */
    public void require(String option, Duration value) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigException(
                    option + " " + text(value) + " is out of range; expected " + text(least) + " to " + text(most));
        }
    }

    /** A duration for people, exactly: whole seconds, else milliseconds, else as ISO 8601 has it. */
    public static String text(Duration value) {
        if (value.equals(Duration.ofSeconds(value.toSeconds()))) {
            return value.toSeconds() + " s";
        }
        boolean inMillis = value.equals(value.truncatedTo(ChronoUnit.MILLIS))
                && value.compareTo(DAY) < 0
                && value.compareTo(DAY.negated()) > 0;
        return inMillis ? value.toMillis() + " ms" : value.toString();
    }
}
