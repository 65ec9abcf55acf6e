package io.github.pgchime.app.changes;

import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.debezium.RecordView;
import java.io.IOException;

/** Makes a line of a record, with its end. */
@FunctionalInterface
interface RecordLine {

    void write(RecordView record, GatheredOutput out) throws IOException;
}
