package io.github.pgchime.app.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.app.process.OneLine;
import io.github.pgchime.change.Change;
import io.github.pgchime.change.Transaction;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Changes for a person, when they were committed: {@code 10:00:00.123  delete  public.orders  id=42}. */
final class TextLines implements ChangeLines {

    private final InstantSource clock;
    private final DateTimeFormatter time;
    private final GatheredOutput out;
    private final BooleanSupplier breaksOff;

    /**
     * Lines for this output.
     *
     * @param clock the time of a message outside of transactions, which has none of its own
     * @param breaksOff asked before each change
     */
    TextLines(InstantSource clock, ZoneId zone, GatheredOutput out, BooleanSupplier breaksOff) {
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        this.out = out;
        this.breaksOff = breaksOff;
    }

    @Override
    public boolean write(Transaction transaction, long most) throws IOException {
        String end = transaction.redelivered() ? "  (redelivered)\n" : "\n";
        Iterator<Change> changes = transaction.iterator();
        for (long i = 0; i < most; i++) {
            if (breaksOff.getAsBoolean()) {
                return false;
            }
            Change change = changes.next();
            out.write((time.format(at(change)) + "  " + new OneLine(ChangeText.of(change)) + end).getBytes(UTF_8));
        }
        return true;
    }

    private Instant at(Change change) {
        return change.commit().xid() == 0 ? clock.instant() : change.commit().time();
    }
}
