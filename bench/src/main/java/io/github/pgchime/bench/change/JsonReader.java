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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Writes the changes of a stream to {@code /dev/null}, each value a line of Debezium's JSON. */
final class JsonReader implements SlotReader {

    private static final int BUFFER = 64 * 1024;

    private static final int MOST_WRITTEN = 100;

    private final DebeziumJson json = DebeziumJson.create();
    private final ChangeStream stream;
    private final Iterator<Transaction> transactions;
    private final OutputStream out;
    private final List<Transaction> written = new ArrayList<>();

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

    /** As the command does it: what is here already shares one flush. */
    @Override
    public long next() {
        long changes = 0;
        do {
            Transaction transaction = transactions.next();
            transaction.writeTo(json, this::write);
            written.add(transaction);
            changes += transaction.size();
        } while (written.size() < MOST_WRITTEN && stream.isReady());
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.forEach(stream::acknowledge);
        written.clear();
        return changes;
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
