package io.github.pgchime.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has become of entries since the last acknowledgement. Not thread-safe. */
final class Verdicts {

    /** An entry to be tried again after a delay, or parked without one. */
    record Later(InHand entry, Optional<Duration> delay) {

        /** How many there were. */
        int attempts() {
            return delay.isPresent() ? entry.attempt() : entry.attempt() - 1;
        }

        @Nullable Double delayMillis() {
            return delay.map(wait -> wait.toNanos() / 1e6).orElse(null);
        }
    }

    private final List<InHand> again = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final List<InHand> dead = new ArrayList<>();
    private final List<Long> past = new ArrayList<>();
    private final List<Long> toldAgain = new ArrayList<>();
    private int count;

    /** An entry was handled, at whichever attempt. */
    void done(InHand entry) {
        count++;
        if (entry.again()) {
            again.add(entry);
            if (entry.outcome() == Outcome.TOLD) {
                toldAgain.add(entry.id());
            }
        }
    }

    void later(InHand entry, Duration delay) {
        count++;
        later.add(new Later(entry, Optional.of(delay)));
    }

    void park(InHand entry) {
        count++;
        later.add(new Later(entry, Optional.empty()));
    }

    void dead(InHand entry) {
        count++;
        dead.add(entry);
    }

    /** The position is past an entry that told of itself, or may have when it was tried again. */
    void past(InHand entry) {
        if (entry.outcome() != Outcome.DONE) {
            past.add(entry.id());
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

    /** Whose own notes, if there are any, are of no use any more. */
    List<Long> past() {
        return past;
    }

    /** Whose own notes are of no use any more if the position is past them. */
    List<Long> toldAgain() {
        return toldAgain;
    }

    int count() {
        return count;
    }

    void clear() {
        again.clear();
        later.clear();
        dead.clear();
        past.clear();
        toldAgain.clear();
        count = 0;
    }
}
