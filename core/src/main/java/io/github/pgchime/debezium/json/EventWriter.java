package io.github.pgchime.debezium.json;

import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.RecordSink;
import io.github.pgchime.decode.pgoutput.RowImages;
import io.github.pgchime.decode.pgoutput.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Writes changes as Debezium's records, each into the same buffer. Makes no objects but for a changed key's header. Not
 * thread-safe.
 */
public final class EventWriter {

    private static final String NEW_KEY = "__debezium.newkey";
    private static final String OLD_KEY = "__debezium.oldkey";
    private static final byte[] NO_TABLE = JsonBuffer.ascii("\"\",\"table\":\"\"");
    private static final byte[] NULL = JsonBuffer.ascii("null");
    private static final byte[] BEFORE = JsonBuffer.ascii("{\"before\":");
    private static final byte[] AFTER = JsonBuffer.ascii(",\"after\":");
    private static final byte[] TRANSACTION = JsonBuffer.ascii(",\"transaction\":");
    private static final byte[] OPERATION = JsonBuffer.ascii(",\"op\":\"");
    private static final byte[] OPERATION_END = JsonBuffer.ascii("\",");
    private static final Tuple NONE = new Tuple();
    private static final Provenance NOWHERE = new Provenance("", 0, Instant.EPOCH, 0, 0, 0, Optional.empty(), 0);

    private final DebeziumOptions options;
    private final String transactionTopic;
    private final String messageTopic;
    private final boolean skipsInserts;
    private final boolean skipsUpdates;
    private final boolean skipsDeletes;
    private final boolean skipsTruncates;
    private final Envelope envelope;
    private final TransactionOrder order;
    private final Wrapping messageKey;
    private final Wrapping message;
    private final RecordBuffer record = new RecordBuffer();
    private Provenance from = NOWHERE;
    private boolean ordered;

    /**
     * A writer.
     *
     * @param version what the source says of itself
     * @param clock when records are written
     */
    public EventWriter(DebeziumOptions options, String version, InstantSource clock) {
        this.options = options;
        this.transactionTopic = Topic.of(options.topicPrefix(), "transaction");
        this.messageTopic = Topic.of(options.topicPrefix(), "message");
        this.skipsInserts = options.skippedOperations().contains("c");
        this.skipsUpdates = options.skippedOperations().contains("u");
        this.skipsDeletes = options.skippedOperations().contains("d");
        this.skipsTruncates = options.skippedOperations().contains("t");
        this.envelope = new Envelope(options, version, clock);
        this.order = new TransactionOrder(options.schemas());
        this.messageKey = Wrapping.of(options.schemas().keys(), EventSchemas.MESSAGE_KEY);
        this.message = Wrapping.of(options.schemas().values(), EventSchemas.message(options.binaries()));
    }

    /**
     * What follows comes from here.
     *
     * @param whole whether all of the transaction follows, so that it can be said where a record stands in it
     */
    public void begin(Provenance provenance, boolean whole, RecordSink sink) {
        from = provenance;
        envelope.begin(provenance);
        ordered = options.transactionMetadata() && whole && provenance.xid() != 0;
        if (ordered) {
            order.begin();
            order.boundary(record, transactionTopic, from, false);
            sink.accept(record);
        }
    }

    /** All of the transaction was written. */
    public void end(RecordSink sink) {
        if (ordered) {
            order.boundary(record, transactionTopic, from, true);
            sink.accept(record);
        }
    }

    /** Writes an insert. */
    public void insert(TableWriter table, Tuple after, long lsn, RecordSink sink) {
        if (!skipsInserts) {
            event(table, 'c', RowImages.Old.NONE, NONE, after, after, lsn, Optional.empty(), sink);
        }
    }

    /** Writes a delete. */
    public void delete(TableWriter table, RowImages.Old old, Tuple before, long lsn, RecordSink sink) {
        if (!skipsDeletes) {
            event(table, 'd', old, before, NONE, NONE, lsn, Optional.empty(), sink);
            tombstone(table, before, Optional.empty(), sink);
        }
    }

    /** Writes an update; one of the key is a delete and a create. */
    public void update(TableWriter table, RowImages.Old old, Tuple before, Tuple after, long lsn, RecordSink sink) {
        if (skipsUpdates) {
            return;
        }
        Tuple whole = old == RowImages.Old.FULL ? before : after;
        if (old == RowImages.Old.NONE || !table.hasKey() || table.isSameKey(before, after)) {
            event(table, 'u', old, before, after, whole, lsn, Optional.empty(), sink);
            return;
        }
        JsonBuffer keys = new JsonBuffer();
        table.keyInHeader(keys, before, before);
        Optional<byte[]> oldKey = Optional.of(keys.copy(0));
        keys.clear();
        table.keyInHeader(keys, after, whole);
        Optional<byte[]> newKey = Optional.of(keys.copy(0));
        event(table, 'd', old, before, NONE, NONE, lsn, newKey, sink);
        tombstone(table, before, newKey, sink);
        event(table, 'c', RowImages.Old.NONE, NONE, after, whole, lsn, oldKey, sink);
    }

    /** Writes the truncation of a table. */
    public void truncate(TableWriter table, long lsn, RecordSink sink) {
        if (!skipsTruncates) {
            JsonBuffer out = record.begin(table.topic());
            table.value().begin(out);
            out.raw(BEFORE);
            out.raw(NULL);
            out.raw(AFTER);
            out.raw(NULL);
            out.raw(',');
            rest(out, table, 't', lsn);
            sink.accept(record);
        }
    }

    /** Writes a logical message. */
    public void message(String prefix, byte[] bytes, int start, int end, long lsn, RecordSink sink) {
        JsonBuffer out = record.begin(messageTopic);
        messageKey.begin(out);
        out.raw("{\"prefix\":");
        out.string(prefix);
        out.raw('}');
        messageKey.end(out);
        record.endKey();
        message.begin(out);
        out.raw("{\"op\":\"m\",");
        envelope.millis(out);
        out.raw(',');
        envelope.source(out, NO_TABLE, lsn);
        transaction(out, messageTopic, lsn);
        out.raw(",\"message\":{\"prefix\":");
        out.string(prefix);
        out.raw(",\"content\":");
        new Binaries(options.binaries(), true).binary(out, bytes, start, end);
        out.raw("}}");
        message.end(out);
        record.endValue();
        sink.accept(record);
    }

    private void event(
            TableWriter table,
            char operation,
            RowImages.Old old,
            Tuple before,
            Tuple after,
            Tuple whole,
            long lsn,
            Optional<byte[]> otherKey,
            RecordSink sink) {
        JsonBuffer out = record.begin(table.topic());
        key(table, operation == 'd' ? before : after, operation == 'd' ? before : whole);
        otherKey.ifPresent(key -> record.header(operation == 'd' ? NEW_KEY : OLD_KEY, key));
        table.value().begin(out);
        out.raw(BEFORE);
        switch (old) {
            case NONE -> out.raw(NULL);
            case KEY -> table.known(out, before);
            case FULL -> table.row(out, before, before);
        }
        out.raw(AFTER);
        if (operation == 'd') {
            out.raw(NULL);
        } else {
            table.row(out, after, whole);
        }
        out.raw(',');
        rest(out, table, operation, lsn);
        sink.accept(record);
    }

    private void key(TableWriter table, Tuple row, Tuple whole) {
        if (table.hasKey()) {
            table.key(record.out(), row, whole);
            record.endKey();
        }
    }

    private void rest(JsonBuffer out, TableWriter table, char operation, long lsn) {
        envelope.source(out, table.source(), lsn);
        transaction(out, table.collection(), lsn);
        out.raw(OPERATION);
        out.raw(operation);
        out.raw(OPERATION_END);
        envelope.times(out);
        out.raw('}');
        table.value().end(out);
        record.endValue();
    }

    private void transaction(JsonBuffer out, String collection, long lsn) {
        out.raw(TRANSACTION);
        if (ordered) {
            order.next(out, from, collection, lsn);
        } else {
            out.raw(NULL);
        }
    }

    private void tombstone(TableWriter table, Tuple before, Optional<byte[]> newKey, RecordSink sink) {
        if (options.tombstones()) {
            record.begin(table.topic());
            key(table, before, before);
            newKey.ifPresent(key -> record.header(NEW_KEY, key));
            sink.accept(record);
        }
    }
}
