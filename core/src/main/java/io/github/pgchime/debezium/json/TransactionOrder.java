package io.github.pgchime.debezium.json;

import io.github.pgchime.debezium.Schemas;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where records stand in their transaction, and the records for its beginning and end. Not thread-safe. */
final class TransactionOrder {

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Wrapping key;
    private final Wrapping value;
    private long total;

    TransactionOrder(Schemas schemas) {
        this.key = Wrapping.of(schemas.keys(), EventSchemas.BOUNDARY_KEY);
        this.value = Wrapping.of(schemas.values(), EventSchemas.BOUNDARY);
    }

    void begin() {
        counts.clear();
        total = 0;
    }

    /** Writes where the next change of a table, or a message, stands. */
    void next(JsonBuffer out, Provenance from, String collection, long lsn) {
        total++;
        long inCollection = counts.merge(collection, 1L, Long::sum);
        out.raw("{\"id\":\"");
        id(out, from, lsn);
        out.raw("\",\"total_order\":");
        out.number(total);
        out.raw(",\"data_collection_order\":");
        out.number(inCollection);
        out.raw('}');
    }

    private static void id(JsonBuffer out, Provenance from, long lsn) {
        out.number(from.xid());
        out.raw(':');
        out.number(lsn);
    }

    /** Writes the record of the transaction's beginning, or of its end. */
    void boundary(RecordBuffer record, String topic, Provenance from, boolean end) {
        JsonBuffer out = record.begin(topic);
        long lsn = end ? from.end() : from.begin();
        key.begin(out);
        out.raw("{\"id\":\"");
        id(out, from, lsn);
        out.raw("\"}");
        key.end(out);
        record.endKey();
        value.begin(out);
        out.raw(end ? "{\"status\":\"END\",\"id\":\"" : "{\"status\":\"BEGIN\",\"id\":\"");
        id(out, from, lsn);
        out.raw("\",\"event_count\":");
        if (end) {
            out.number(total);
            out.raw(",\"data_collections\":");
            collections(out);
        } else {
            out.raw("null,\"data_collections\":null");
        }
        out.raw(",\"ts_ms\":");
        out.number(from.time().toEpochMilli());
        out.raw('}');
        value.end(out);
        record.endValue();
    }

    private void collections(JsonBuffer out) {
        char before = '[';
        for (Map.Entry<String, Long> each : counts.entrySet()) {
            out.raw(before);
            out.raw("{\"data_collection\":");
            out.string(each.getKey());
            out.raw(",\"event_count\":");
            out.number(each.getValue());
            out.raw('}');
            before = ',';
        }
        out.raw(before == '[' ? "[]" : "]");
    }
}
