package io.github.pgchime.app.changes;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.Transaction;
import java.io.IOException;

/** Prints one transaction after the other, and acknowledges each once all of it is handed on. */
final class Printer {

    private final ChangeStream stream;
    private final Waiting waiting;
    private final ChangeLines lines;
    private final GatheredOutput out;
    private final Receipts<Transaction> receipts;

    Printer(ChangeStream stream, Waiting waiting, ChangeLines lines, GatheredOutput out) {
        this.stream = stream;
        this.waiting = waiting;
        this.lines = lines;
        this.out = out;
        this.receipts = new Receipts<>(stream::acknowledge);
    }

    /**
     * Prints until the stream or the wait for it ends.
     *
     * @param most how many changes at most
     * @throws IOException if they cannot be written; what was handed on before is acknowledged
     * @throws PgChimeException if the stream has ended by it; what came before is printed
     */
    void print(long most) throws IOException {
        try {
            for (long left = most; left > 0 && next(); ) {
                left -= print(stream.iterator().next(), left);
            }
            out.flush();
        } catch (PgChimeException e) {
            out.flush();
            throw e;
        } finally {
            receipts.handedOn(out.handedOn());
        }
    }

    private boolean next() throws IOException {
        if (!stream.isReady()) {
            out.flush();
        }
        receipts.handedOn(out.handedOn());
        return waiting.next();
    }

    private long print(Transaction transaction, long most) throws IOException {
        long count = Math.min(most, transaction.size());
        boolean whole = lines.write(transaction, count) && count == transaction.size();
        if (whole) {
            receipts.added(transaction, out.added());
        }
        return count;
    }
}
