package io.github.pgchime.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What has become of entries since the last acknowledgement. Not thread-safe. */
final class Verdicts {

    /** An entry to be tried again after a delay, or parked without one. */
    record Later(InHand entry, Duration delay, boolean parked) {}

    private final List<InHand> again = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final List<InHand> dead = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private int count;

    /** An entry was handled, at whichever attempt. */
    void done(InHand entry) {
        count++;
        if (entry.again()) {
            again.add(entry);
        }
    }

    void later(InHand entry, Duration delay) {
        count++;
        later.add(new Later(entry, delay, false));
    }

    void park(InHand entry) {
        count++;
        later.add(new Later(entry, Duration.ZERO, true));
    }

    void dead(InHand entry) {
        count++;
        dead.add(entry);
    }

    /** The position is past an entry that told of itself. */
    void past(InHand entry) {
        if (entry.outcome() == Outcome.TOLD && !entry.again()) {
            told.add(entry.id());
        }
    }

    /** Those that were tried again, and are done with. */
    List<InHand> again() {
        return again;
    }

    List<Later> later() {
        return later;
    }

    List<InHand> dead() {
        return dead;
    }

    /** Whose own notes are of no use any more. */
    List<Long> told() {
        return told;
    }

    int count() {
        return count;
    }

    void clear() {
        again.clear();
        later.clear();
        dead.clear();
        told.clear();
        count = 0;
    }
}
