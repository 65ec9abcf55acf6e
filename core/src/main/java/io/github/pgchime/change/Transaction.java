package io.github.pgchime.change;

import io.github.pgchime.debezium.RecordSink;
import io.github.pgchime.debezium.json.Provenance;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A transaction, whole and committed: nothing cuts it short. Its changes are read from memory, or from disk where they are
 * many, as they are iterated over, each time anew.
 *
 * <p>It can be iterated over until the stream moves on to the next, on the thread that does so; its changes stay for
 * as long as somebody holds them, and {@link #commit} as well.
 */
public final class Transaction implements Iterable<Change> {

    /** What its changes keep of it. */
    record Whole(Commit commit, long size, Acknowledgements.Ticket ticket, Provenance provenance) {}

    private final Whole whole;
    private final Assembled assembled;
    private final Tables tables;
    private final boolean redelivered;
    private boolean over;

    Transaction(Whole whole, Assembled assembled, Tables tables, boolean redelivered) {
        this.whole = whole;
        this.assembled = assembled;
        this.tables = tables;
        this.redelivered = redelivered;
    }

    /** When and where it was committed. */
    public Commit commit() {
        return whole.commit();
    }

    /** How many changes it has; at least one. */
    public long size() {
        return whole.size();
    }

    /**
     * Whether this stream has delivered it before: it was not acknowledged when the connection was lost, so it comes
     * again. One that an earlier process has seen is not told apart.
     */
    public boolean redelivered() {
        return redelivered;
    }

    /**
     * Iterates over the changes, in the order in which they were made.
     *
     * @throws IllegalStateException from it, once the stream has moved on
     */
    @Override
    public Iterator<Change> iterator() {
        requireCurrent();
        TransactionReader reader = new TransactionReader(whole, assembled.spool(), tables);
        return new Iterator<>() {
            private boolean read;
            private boolean there;

            @Override
            public boolean hasNext() {
                if (!read) {
                    requireCurrent();
                    there = reader.next();
                    read = true;
                }
                return there;
            }

            @Override
            public Change next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the transaction has no more changes");
                }
                read = false;
                return reader.change();
            }
        };
    }

    /**
     * Writes it as Debezium's records, straight from the bytes that the server sent: an iteration that makes no changes.
     *
     * @throws IllegalStateException once the stream has moved on
     */
    public void writeTo(DebeziumJson json, RecordSink sink) {
        writeTo(json, sink, size());
    }

    /** The same for its first changes, {@code most} of them. */
    public void writeTo(DebeziumJson json, RecordSink sink, long most) {
        requireCurrent();
        json.write(whole, new TransactionReader(whole, assembled.spool(), tables), sink, most);
    }

    Acknowledgements.Ticket ticket() {
        return whole.ticket();
    }

    /** The stream moves on: the messages are about to be overwritten. */
    void end() {
        over = true;
        assembled.described().forEach(tables::describe);
    }

    private void requireCurrent() {
        if (over) {
            throw new IllegalStateException("the stream has moved on from the transaction committed at "
                    + commit().end() + "; keep its changes where they are needed later");
        }
    }

    /** Where it was committed and how many changes it has. */
    @Override
    public String toString() {
        return "Transaction[" + commit() + ", " + size() + (size() == 1 ? " change" : " changes")
                + (redelivered ? ", redelivered" : "") + "]";
    }
}
