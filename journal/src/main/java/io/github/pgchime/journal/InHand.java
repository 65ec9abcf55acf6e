package io.github.pgchime.journal;

import java.util.Optional;

/**
 * An entry between its reading and its acknowledgement. Its content is let go of once it is settled, since those before it may
 * take long. Guarded by the lock of its {@link Dispatch}, but for whether it is accounted for, which is the leading thread's own.
 */
final class InHand {

    private final long id;
    private final String sequence;
    private final int attempt;
    private final boolean replay;
    private final int bytes;
    private final boolean again;
    private Optional<Found> found;
    private Outcome outcome = Outcome.OPEN;
    private String error = "";
    private boolean accounted;

    /** @param again whether it is tried again, and comes from behind the position */
    InHand(Found found, boolean again) {
        Entry entry = found.entry();
        this.id = entry.id();
        this.sequence = entry.sequence();
        this.attempt = entry.attempt();
        this.replay = entry.replay();
        this.bytes = found.bytes();
        this.again = again;
        this.found = Optional.of(found);
    }

    long id() {
        return id;
    }

    String sequence() {
        return sequence;
    }

    int attempt() {
        return attempt;
    }

    boolean replay() {
        return replay;
    }

    int bytes() {
        return bytes;
    }

    boolean again() {
        return again;
    }

    /** As long as it is open. */
    Found found() {
        return found.orElseThrow();
    }

    Outcome outcome() {
        return outcome;
    }

    boolean isOpen() {
        return outcome == Outcome.OPEN;
    }

    /** What its handler threw, as text; empty if nothing. */
    String error() {
        return error;
    }

    void settle(Outcome what, String why) {
        outcome = what;
        error = why;
        found = Optional.empty();
    }

    /** What has become of it; from now on the position may move past it, for what is to be written of it is known. */
    Outcome account() {
        accounted = true;
        return outcome;
    }

    /** Not so from the moment it is settled: another thread may do that after the last account. */
    boolean isAccounted() {
        return accounted;
    }
}
