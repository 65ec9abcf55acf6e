package io.github.pgchime.debezium.json;

import io.github.pgchime.debezium.TimeMode;

/** In what dates and times without a zone are told. */
@SuppressWarnings("ImmutableEnumChecker") // a schema is immutable
enum Unit {
    MILLIS(Schema.INT32.as("io.debezium.time.Time"), Schema.INT64.as("io.debezium.time.Timestamp")),
    /** Milliseconds, by the names that Kafka Connect has for them. */
    CONNECT(
            Schema.INT32.as("org.apache.kafka.connect.data.Time"),
            Schema.INT64.as("org.apache.kafka.connect.data.Timestamp")),
    MICROS(Schema.INT64.as("io.debezium.time.MicroTime"), Schema.INT64.as("io.debezium.time.MicroTimestamp")),
    NANOS(Schema.INT64.as("io.debezium.time.NanoTime"), Schema.INT64.as("io.debezium.time.NanoTimestamp")),
    /** Text in the form of ISO 8601. */
    ISO(Schema.STRING.as("io.debezium.time.IsoTime"), Schema.STRING.as("io.debezium.time.IsoTimestamp"));

    private static final int DIGITS_OF_MILLIS = 3;

    private final Schema time;
    private final Schema timestamp;

    Unit(Schema time, Schema timestamp) {
        this.time = time;
        this.timestamp = timestamp;
    }

    /** Of a time of day with so many digits of a second. */
    static Unit ofTime(TimeMode mode, int digits) {
        return mode == TimeMode.ADAPTIVE_TIME_MICROSECONDS ? MICROS : of(mode, digits);
    }

    /** Of a timestamp with so many digits of a second. */
    static Unit of(TimeMode mode, int digits) {
        return switch (mode) {
            case ADAPTIVE, ADAPTIVE_TIME_MICROSECONDS -> digits <= DIGITS_OF_MILLIS ? MILLIS : MICROS;
            case CONNECT -> CONNECT;
            case ISOSTRING -> ISO;
            case MICROSECONDS -> MICROS;
            case NANOSECONDS -> NANOS;
        };
    }

    /** The schema of a time of day. */
    Schema time() {
        return time;
    }

    Schema timestamp() {
        return timestamp;
    }
}
