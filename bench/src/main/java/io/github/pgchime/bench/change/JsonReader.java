package io.github.pgchime.bench.change;

import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.DebeziumJson;
import io.github.pgchime.change.Transaction;
import io.github.pgchime.debezium.RecordView;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Writes the changes of a stream to {@code /dev/null}, each value a line of Debezium's JSON. */
final class JsonReader implements SlotReader {

    private static final int BUFFER = 64 * 1024;

    private final DebeziumJson json = DebeziumJson.create();
    private final ChangeStream stream;
    private final Iterator<Transaction> transactions;
    private final OutputStream out;

    JsonReader(String url, String slot) {
        try {
            out = new BufferedOutputStream(new FileOutputStream("/dev/null"), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stream = ChangeStream.builder(url)
                .slot(slot)
                .publication(Backlog.PUBLICATION)
                .open();
        transactions = stream.iterator();
    }

    @Override
    public long next() {
        Transaction transaction = transactions.next();
        transaction.writeTo(json, this::write);
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stream.acknowledge(transaction);
        return transaction.size();
    }

    private void write(RecordView view) {
        try {
            out.write(view.array(), view.valueFrom(), view.valueTo() - view.valueFrom());
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
