package io.github.pgchime.bench.change;

import io.github.pgchime.bench.BenchServer;

/** Changes that wait in a slot, for each reader in a copy of its own. */
final class Backlog {

    static final String PUBLICATION = "payments";

    private static final String ORIGIN = "backlog";
    private static final int PER_TRANSACTION = 100;

    private final Slots slots;
    private final long changes;
    private final String end;
    private int copies;

    Backlog(BenchServer server, long atLeast) {
        this.slots = new Slots(server.url());
        this.changes = (atLeast + PER_TRANSACTION - 1) / PER_TRANSACTION * PER_TRANSACTION;
        slots.create(ORIGIN);
        server.execute("CALL pay(" + changes + ", " + PER_TRANSACTION + ")", "CHECKPOINT");
        this.end = slots.end();
    }

    long changes() {
        return changes;
    }

    /** A position after the last change. */
    String end() {
        return end;
    }

    /** A slot with all the changes still to come. */
    String copy() {
        String copy = "copy_" + copies++;
        slots.copy(ORIGIN, copy);
        return copy;
    }

    /** The process that sends from this slot, 0 if there is none. */
    long sender(String slot) {
        return slots.sender(slot);
    }

    /** Waits until its reader is gone, and drops it. */
    void drop(String slot) {
        slots.drop(slot);
    }
}
