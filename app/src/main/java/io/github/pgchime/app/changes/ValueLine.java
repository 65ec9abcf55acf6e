package io.github.pgchime.app.changes;

import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.debezium.RecordView;
import java.io.IOException;

/** A record's value; a tombstone, which has none, is no line. */
final class ValueLine implements RecordLine {

    @Override
    public void write(RecordView record, GatheredOutput out) throws IOException {
        if (record.hasValue()) {
            out.write(record.array(), record.valueFrom(), record.valueTo());
            out.write('\n');
        }
    }
}
