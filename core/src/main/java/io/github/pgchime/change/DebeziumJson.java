package io.github.pgchime.change;

import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.DebeziumRecord;
import io.github.pgchime.debezium.RecordSink;
import io.github.pgchime.debezium.json.EventWriter;
import io.github.pgchime.debezium.json.TableWriter;
import io.github.pgchime.decode.pgoutput.RowImages;
import io.github.pgchime.lifecycle.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes changes as the records that Debezium's connector for PostgreSQL sends, for whoever reads those.
 *
 * <p>{@link #records} is for a change at hand. {@link Transaction#writeTo} writes a whole transaction, straight from the bytes
 * that the server sent, and without an object for a change. Immutable, for any thread.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-events">Debezium:
 *     PostgreSQL data change events</a>
 */
public final class DebeziumJson {

    private final DebeziumOptions options;
    private final InstantSource clock;

    /** One writer is enough for one stream; who finds none makes another. */
    private final AtomicReference<Optional<EventWriter>> idle = new AtomicReference<>(Optional.empty());

    private DebeziumJson(DebeziumOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    /** Records as Debezium writes them by default. */
    public static DebeziumJson create() {
        return of(DebeziumOptions.defaults());
    }

    /** Records as these options say. */
    public static DebeziumJson of(DebeziumOptions options) {
        return of(options, TimeSource.system()::instant);
    }

    /** Records as these options say, written when this clock says. */
    public static DebeziumJson of(DebeziumOptions options, InstantSource clock) {
        return new DebeziumJson(options, clock);
    }

    /**
     * Records as the options say that have Debezium's names.
     *
     * @throws io.github.pgchime.ConfigException if one is unknown or wrong
     */
    public static DebeziumJson of(Map<String, String> properties) {
        return of(DebeziumOptions.of(properties));
    }

    public DebeziumOptions options() {
        return options;
    }

    /**
     * The records of a change: none if its operation is skipped, else one; two for a delete with its tombstone, three where
     * an update changes the key, one for each table of a truncation. Where a change stands in its transaction is known only
     * to {@link Transaction#writeTo}.
     */
    public List<DebeziumRecord> records(Change change) {
        List<DebeziumRecord> records = new ArrayList<>();
        EventWriter writer = take();
        RecordSink sink = view -> records.add(view.keep());
        writer.begin(change.place().provenance(), false, sink);
        write(change, writer, sink);
        idle.set(Optional.of(writer));
        return List.copyOf(records);
    }

    /** The values of {@link #records}, with a line for each that has one. */
    public String value(Change change) {
        return text(change, bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The same, indented for people. */
    public String prettyValue(Change change) {
        return text(change, IndentedJson::of);
    }

    private String text(Change change, Function<byte[], String> form) {
        return records(change).stream()
                .flatMap(each -> each.value().stream())
                .map(form)
                .collect(Collectors.joining("\n"));
    }

    private void write(Change change, EventWriter writer, RecordSink sink) {
        long lsn = change.place().lsn().value();
        switch (change) {
            case Insert insert ->
                writer.insert(table(insert.after()), insert.after().tuple(), lsn, sink);
            case Update update -> {
                Row old = update.before().orElse(update.after());
                RowImages.Old kind = update.before().isEmpty() ? RowImages.Old.NONE : old.kind();
                writer.update(
                        table(update.after()), kind, old.tuple(), update.after().tuple(), lsn, sink);
            }
            case Delete delete ->
                writer.delete(
                        table(delete.key()), delete.key().kind(), delete.key().tuple(), lsn, sink);
            case Truncate truncate ->
                truncate.layouts().forEach(layout -> writer.truncate(layout.writer(this), lsn, sink));
            case Message message -> {
                byte[] content = message.content();
                writer.message(message.prefix(), content, 0, content.length, lsn, sink);
            }
        }
    }

    private TableWriter table(Row row) {
        return row.layout().writer(this);
    }

    /** Writes the changes that are yet to be read, {@code most} of them. */
    void write(Transaction.Whole transaction, TransactionReader changes, RecordSink sink, long most) {
        EventWriter writer = take();
        writer.begin(transaction.provenance(), true, sink);
        long written = 0;
        for (; written < most && changes.next(); written++) {
            changes.writeTo(writer, this, sink);
        }
        if (written == transaction.size()) {
            writer.end(sink);
        }
        idle.set(Optional.of(writer));
    }

    private EventWriter take() {
        return idle.getAndSet(Optional.empty()).orElseGet(() -> new EventWriter(options, Version.of(), clock));
    }
}
