package io.github.pgchime.debezium.json;

import io.github.pgchime.debezium.DebeziumOptions;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What is around the rows of an envelope: the source, and when it was written. What stays the same in a transaction is written
 * once. Not thread-safe.
 */
final class Envelope {

    /** How many envelopes have the same time at most: asking for it takes longer than writing it. */
    private static final int SAME_TIME = 64;

    private static final byte[] NULL = JsonBuffer.ascii("null");

    private final InstantSource clock;
    private final byte[] connector;
    private final JsonBuffer beforeLsn = new JsonBuffer();
    private final JsonBuffer beforeTable = new JsonBuffer();
    private final JsonBuffer beforeOwnLsn = new JsonBuffer();
    private final JsonBuffer afterOwnLsn = new JsonBuffer();
    private final JsonBuffer written = new JsonBuffer();
    private int millisEnd;
    private int sameTime = SAME_TIME;

    Envelope(DebeziumOptions options, String version, InstantSource clock) {
        this.clock = clock;
        JsonBuffer out = new JsonBuffer();
        out.raw("\"source\":{\"version\":");
        out.string(version);
        out.raw(",\"connector\":\"postgresql\",\"name\":");
        out.string(options.topicPrefix());
        out.raw(",\"ts_ms\":");
        this.connector = out.copy(0);
    }

    /** What follows comes from here. */
    void begin(Provenance from) {
        sameTime = SAME_TIME;
        Instant time = from.time();
        long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        beforeLsn.clear();
        beforeLsn.raw(connector);
        beforeLsn.number(Math.floorDiv(micros, 1_000L));
        beforeLsn.raw(",\"snapshot\":\"false\",\"db\":");
        beforeLsn.string(from.database());
        beforeLsn.raw(",\"sequence\":\"[");
        if (from.previous() == 0) {
            beforeLsn.raw(NULL);
        } else {
            beforeLsn.raw("\\\"");
            beforeLsn.raw(Long.toUnsignedString(from.previous()));
            beforeLsn.raw("\\\"");
        }
        beforeLsn.raw(",\\\"");
        beforeTable.clear();
        beforeTable.raw("\\\"]\",\"ts_us\":");
        beforeTable.number(micros);
        beforeTable.raw(",\"ts_ns\":");
        nanos(beforeTable, micros);
        beforeTable.raw(",\"schema\":");
        beforeOwnLsn.clear();
        beforeOwnLsn.raw(",\"txId\":");
        if (from.xid() == 0) {
            beforeOwnLsn.raw(NULL);
        } else {
            beforeOwnLsn.number(from.xid());
        }
        beforeOwnLsn.raw(",\"lsn\":");
        afterOwnLsn.clear();
        afterOwnLsn.raw(",\"xmin\":null,\"origin\":");
        from.origin().ifPresentOrElse(afterOwnLsn::string, () -> afterOwnLsn.raw(NULL));
        afterOwnLsn.raw(",\"origin_lsn\":");
        if (from.origin().isPresent()) {
            afterOwnLsn.number(from.originLsn());
        } else {
            afterOwnLsn.raw(NULL);
        }
        afterOwnLsn.raw("}");
    }

    private static void nanos(JsonBuffer out, long micros) {
        out.number(micros);
        if (micros != 0) {
            out.raw("000");
        }
    }

    /** Writes the source of a change; {@code table} is its schema and table as JSON. */
    void source(JsonBuffer out, byte[] table, long lsn) {
        copy(out, beforeLsn, 0, beforeLsn.length());
        out.number(lsn);
        copy(out, beforeTable, 0, beforeTable.length());
        out.raw(table);
        copy(out, beforeOwnLsn, 0, beforeOwnLsn.length());
        out.number(lsn);
        copy(out, afterOwnLsn, 0, afterOwnLsn.length());
    }

    /** Writes when this was written, in three units. */
    void times(JsonBuffer out) {
        refresh();
        copy(out, written, 0, written.length());
    }

    /** Writes when this was written, in milliseconds. */
    void millis(JsonBuffer out) {
        refresh();
        copy(out, written, 0, millisEnd);
    }

    private void refresh() {
        if (sameTime++ < SAME_TIME) {
            return;
        }
        sameTime = 1;
        Instant now = clock.instant();
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        written.clear();
        written.raw("\"ts_ms\":");
        written.number(Math.floorDiv(nanos, 1_000_000L));
        millisEnd = written.length();
        written.raw(",\"ts_us\":");
        written.number(Math.floorDiv(nanos, 1_000L));
        written.raw(",\"ts_ns\":");
        written.number(nanos);
    }

    private static void copy(JsonBuffer out, JsonBuffer part, int from, int to) {
        out.raw(part.array(), from, to);
    }
}
