package io.github.pgchime.replication;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where earlier timelines ended on the way to one: what lies behind on them is no part of its history.
 *
 * @param ends the number of an earlier timeline to where it ended
 * @see <a href="https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-TIMELINES">PostgreSQL:
 *     timelines</a>
 */
public record TimelineHistory(Map<Long, Lsn> ends) {

    public TimelineHistory {
        ends = Map.copyOf(ends);
    }

    /** Reads a history file: lines of a timeline, a position and a reason; {@code #} begins a comment. */
    static TimelineHistory parse(String content) {
        Map<Long, Lsn> ends = new HashMap<>();
        for (String line : content.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\\s+", 3);
            try {
                ends.put(Long.parseLong(fields[0]), Lsn.parse(fields[1]));
            } catch (NumberFormatException | IndexOutOfBoundsException | PgChimeException e) {
                throw new ProtocolException("expected a line of a timeline's history, not \"" + line + "\"", e);
            }
        }
        return new TimelineHistory(ends);
    }

    /** Where this timeline ended, if it is an earlier one. */
    public Optional<Lsn> end(long timeline) {
        return Optional.ofNullable(ends.get(timeline));
    }
}
