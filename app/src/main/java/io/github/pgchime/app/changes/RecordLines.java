package io.github.pgchime.app.changes;

import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.change.DebeziumJson;
import io.github.pgchime.change.Transaction;
import io.github.pgchime.debezium.RecordSink;
import io.github.pgchime.debezium.RecordView;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;

/** Debezium's records of the changes, for programs: straight from the server's bytes to the output's. */
final class RecordLines implements ChangeLines {

    /** There is no other way out of a transaction that is being written. */
    private static final class BrokenOff extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        BrokenOff() {
            super("broken off", null, false, false);
        }
    }

    private final DebeziumJson json;
    private final RecordLine form;
    private final GatheredOutput out;
    private final BooleanSupplier breaksOff;
    private final RecordSink sink = this::line;

    /** @param breaksOff asked before each record */
    RecordLines(DebeziumJson json, RecordLine form, GatheredOutput out, BooleanSupplier breaksOff) {
        this.json = json;
        this.form = form;
        this.out = out;
        this.breaksOff = breaksOff;
    }

    @Override
    public boolean write(Transaction transaction, long most) throws IOException {
        try {
            transaction.writeTo(json, sink, most);
            return true;
        } catch (BrokenOff early) {
            return false;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void line(RecordView record) {
        if (breaksOff.getAsBoolean()) {
            throw new BrokenOff();
        }
        try {
            form.write(record, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
