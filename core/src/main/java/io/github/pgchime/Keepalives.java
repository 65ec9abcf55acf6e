package io.github.pgchime;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * TCP keepalives, which tell a server that is gone from one that has nothing to say; not for unix sockets. Immutable.
 *
 * @param enabled whether they are sent
 * @param idle after so long without a byte, in whole seconds from 1 s; empty for the operating system's own time
 * @param interval how often then, likewise
 * @param count after how many that are not answered the connection is broken; empty for the operating system's own number
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-KEEPALIVES">PostgreSQL: keepalives</a>
 */
public record Keepalives(
        boolean enabled, Optional<Duration> idle, Optional<Duration> interval, Optional<Integer> count) {

    private static final Duration LONGEST = Duration.ofSeconds(32_767);
    private static final int MOST = 127;

    /** @throws ConfigException if one is out of the range that Linux takes */
    public Keepalives {
        idle.ifPresent(time -> require("keepalives_idle", time));
        interval.ifPresent(time -> require("keepalives_interval", time));
        count.filter(number -> number < 1 || number > MOST).ifPresent(number -> {
            throw new ConfigException("keepalives_count " + number + " is out of range; expected 1 to " + MOST);
        });
    }

    private static void require(String name, Duration time) {
        if (time.toSeconds() < 1 || time.compareTo(LONGEST) > 0 || !time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
            throw new ConfigException(
                    name + " " + time + " is out of range; expected whole seconds from 1 to " + LONGEST.toSeconds());
        }
    }

    /** Sent as the operating system is set up. */
    public static Keepalives usual() {
        return new Keepalives(true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Keepalives on(boolean wanted) {
        return new Keepalives(wanted, idle, interval, count);
    }

    /** As libpq, zero means the operating system's own. */
    public Keepalives idle(Duration time) {
        return new Keepalives(enabled, given(time), interval, count);
    }

    /** As libpq, zero means the operating system's own. */
    public Keepalives interval(Duration time) {
        return new Keepalives(enabled, idle, given(time), count);
    }

    /** As libpq, zero means the operating system's own. */
    public Keepalives count(int number) {
        return new Keepalives(enabled, idle, interval, number == 0 ? Optional.empty() : Optional.of(number));
    }

    private static Optional<Duration> given(Duration time) {
        return time.isZero() ? Optional.empty() : Optional.of(time);
    }
}
