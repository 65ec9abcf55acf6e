package io.github.pgchime.nudge;

import io.github.pgchime.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts changes per table, in arrival order; beyond a number of tables it only knows that there were too many. */
final class Coalescer {

    private final int mostTables;
    private final Map<TableName, Nudge> nudges = new LinkedHashMap<>();
    private boolean overflowed;

    Coalescer(int mostTables) {
        this.mostTables = mostTables;
    }

    void add(TableName table, long count, Instant firstSeen) {
        if (overflowed) {
            return;
        }
        nudges.merge(
                table,
                new Nudge(table, count, firstSeen),
                (known, more) -> new Nudge(table, known.count() + more.count(), known.firstSeen()));
        if (nudges.size() > mostTables) {
            overflow();
        }
    }

    void addAll(Coalescer other) {
        if (other.overflowed) {
            overflow();
        }
        other.nudges.values().forEach(nudge -> add(nudge.table(), nudge.count(), nudge.firstSeen()));
    }

    void overflow() {
        overflowed = true;
        nudges.clear();
    }

    boolean overflowed() {
        return overflowed;
    }

    boolean isEmpty() {
        return nudges.isEmpty() && !overflowed;
    }

    List<Nudge> nudges() {
        return new ArrayList<>(nudges.values());
    }

    void clear() {
        nudges.clear();
        overflowed = false;
    }
}
