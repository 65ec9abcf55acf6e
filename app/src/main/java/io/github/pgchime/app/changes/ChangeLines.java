package io.github.pgchime.app.changes;

import io.github.pgchime.change.Transaction;
import java.io.IOException;

/** Makes lines of changes. */
interface ChangeLines {

    /**
     * Writes the first changes of a transaction.
     *
     * @param most of how many changes
     * @return false if it was broken off before
     * @throws IOException if they cannot be written
     */
    boolean write(Transaction transaction, long most) throws IOException;
}
