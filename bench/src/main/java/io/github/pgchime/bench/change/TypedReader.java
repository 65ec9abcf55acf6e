package io.github.pgchime.bench.change;

import io.github.pgchime.change.Change;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.Insert;
import io.github.pgchime.change.Row;
import io.github.pgchime.change.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;

/** Takes every value of every payment out of a change stream, as an application does. */
final class TypedReader implements SlotReader {

    private final ChangeStream stream;
    private final Iterator<Transaction> transactions;
    /** Of the last payment: a value that nobody keeps may never be made. */
    private final Object[] values = new Object[8];

    TypedReader(String url, String slot) {
        stream = ChangeStream.builder(url)
                .slot(slot)
                .publication(Backlog.PUBLICATION)
                .open();
        transactions = stream.iterator();
    }

    @Override
    public long next() {
        Transaction transaction = transactions.next();
        for (Change change : transaction) {
            take(((Insert) change).after());
        }
        stream.acknowledge(transaction);
        return transaction.size();
    }

    private void take(Row payment) {
        values[0] = payment.get("id", Long.class);
        values[1] = payment.get("account", Integer.class);
        values[2] = payment.get("amount", BigDecimal.class);
        values[3] = payment.get("note", String.class);
        values[4] = payment.get("paid_at", Instant.class);
        values[5] = payment.get("settled", Boolean.class);
        values[6] = payment.get("reference", UUID.class);
        values[7] = payment.get("detail", String.class);
    }

    @Override
    public void close() {
        stream.close();
    }
}
