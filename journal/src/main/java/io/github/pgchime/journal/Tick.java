package io.github.pgchime.journal;

/**
 * A moment: all that a snapshot saw.
 *
 * @param id later ones are larger
 * @param snapshot as {@code pg_snapshot}'s text, {@code xmin:xmax:xip,xip,…}
 */
record Tick(long id, String snapshot) {

    /** Transactions from here on had not begun. */
    String xmax() {
        return snapshot.split(":", -1)[1];
    }

    /** The transactions before that which were in progress, separated by commas. */
    String inProgress() {
        return snapshot.split(":", -1)[2];
    }
}
