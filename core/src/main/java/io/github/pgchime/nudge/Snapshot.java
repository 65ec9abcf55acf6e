package io.github.pgchime.nudge;

import io.github.pgchime.ProtocolException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a query that starts now can see, as {@code pg_current_snapshot()} says it: {@code xmin:xmax:in,progress}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT">PostgreSQL:
 *     transaction ids and snapshots</a>
 */
record Snapshot(long xmin, long xmax, Set<Long> inProgress) {

    static Snapshot parse(String text) {
        try {
            String[] parts = text.split(":", -1);
            if (parts.length != 3) {
                throw new NumberFormatException();
            }
            Set<Long> inProgress = parts[2].isEmpty()
                    ? Set.of()
                    : Arrays.stream(parts[2].split(",", -1))
                            .map(Long::parseUnsignedLong)
                            .collect(Collectors.toUnmodifiableSet());
            return new Snapshot(Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1]), inProgress);
        } catch (NumberFormatException e) {
            throw new ProtocolException("snapshot \"" + text + "\" is not of the form 10:20:10,14", e);
        }
    }

    /**
     * As {@code pg_visible_in_snapshot}, of a 32-bit id as logical decoding gives it: ids count modulo 2^32, and one
     * that is alive is within 2^31 of the newest.
     */
    boolean isVisible(int xid) {
        return isVisible(widen(xid));
    }

    boolean isVisible(long xid) {
        return xid < xmin || (xid < xmax && !inProgress.contains(xid));
    }

    long widen(int xid) {
        return xmax + (xid - (int) xmax);
    }
}
