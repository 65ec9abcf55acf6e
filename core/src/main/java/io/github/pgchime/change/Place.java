package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.debezium.json.Provenance;
import org.jspecify.annotations.Nullable;

/** Where a change stands. Equal to another with the same transaction and index. Immutable. */
public final class Place {

    private final Transaction.Whole transaction;
    private final long index;
    private final long lsn;

    Place(Transaction.Whole transaction, long index, long lsn) {
        this.transaction = transaction;
        this.index = index;
        this.lsn = lsn;
    }

    /** The transaction that the change belongs to. */
    public Commit commit() {
        return transaction.commit();
    }

    /** Its place in the transaction, from 0. */
    public long index() {
        return index;
    }

    /** Its own place in the log, which another change may share. */
    public Lsn lsn() {
        return new Lsn(lsn);
    }

    /** Whether it is the last change of its transaction. */
    public boolean isLast() {
        return index == transaction.size() - 1;
    }

    Provenance provenance() {
        return transaction.provenance();
    }

    Acknowledgements.Ticket ticket() {
        return transaction.ticket();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Place that && index == that.index && commit().equals(that.commit());
    }

    @Override
    public int hashCode() {
        return 31 * commit().hashCode() + Long.hashCode(index);
    }

    /** Such as {@code 16/B374D848#3}. */
    @Override
    public String toString() {
        return new Position(commit().end(), index).toString();
    }
}
