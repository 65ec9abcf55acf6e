package io.github.pgchime.debezium.json;

import io.github.pgchime.debezium.BinaryMode;
import java.util.List;

/** The schemas of what is in a record around the rows. */
final class EventSchemas {

    private static final Schema TIME = Schema.INT64.orNull();

    private static final Schema SNAPSHOT = Schema.STRING
            .orNull()
            .as(SemanticType.of("io.debezium.data.Enum", 1)
                    .with(
                            "allowed",
                            "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental"))
            .defaultValue("\"false\"");

    private static final Schema SOURCE = Schema.struct(
                    Schema.STRING.field("version"),
                    Schema.STRING.field("connector"),
                    Schema.STRING.field("name"),
                    Schema.INT64.field("ts_ms"),
                    SNAPSHOT.field("snapshot"),
                    Schema.STRING.field("db"),
                    Schema.STRING.orNull().field("sequence"),
                    TIME.field("ts_us"),
                    TIME.field("ts_ns"),
                    Schema.STRING.field("schema"),
                    Schema.STRING.field("table"),
                    Schema.INT64.orNull().field("txId"),
                    Schema.INT64.orNull().field("lsn"),
                    Schema.INT64.orNull().field("xmin"),
                    Schema.STRING.orNull().field("origin"),
                    Schema.INT64.orNull().field("origin_lsn"))
            .as("io.debezium.connector.postgresql.Source");

    private static final Schema TRANSACTION = Schema.struct(
                    Schema.STRING.field("id"),
                    Schema.INT64.field("total_order"),
                    Schema.INT64.field("data_collection_order"))
            .orNull()
            .as("event.block");

    private static final Schema COLLECTION = Schema.struct(
                    Schema.STRING.field("data_collection"), Schema.INT64.field("event_count"))
            .orNull()
            .as("event.collection");

    /** The key of a transaction's beginning and end. */
    static final Schema BOUNDARY_KEY =
            Schema.struct(Schema.STRING.field("id")).as("io.debezium.connector.common.TransactionMetadataKey");

    /** The beginning and the end of a transaction. */
    static final Schema BOUNDARY = Schema.struct(
                    Schema.STRING.field("status"),
                    Schema.STRING.field("id"),
                    Schema.INT64.orNull().field("event_count"),
                    Schema.array(COLLECTION).orNull().field("data_collections"),
                    Schema.INT64.field("ts_ms"))
            .as("io.debezium.connector.common.TransactionMetadataValue");

    /** The key of a logical message. */
    static final Schema MESSAGE_KEY =
            Schema.struct(Schema.STRING.orNull().field("prefix")).as("io.debezium.connector.postgresql.MessageKey");

    private EventSchemas() {}

    /** A row's key. */
    static Schema key(String topic, List<Shape.Field> columns) {
        return Schema.struct(columns).as(SemanticType.of(topic + ".Key"));
    }

    /** The change of a row. */
    static Schema envelope(String topic, List<Shape.Field> columns) {
        Schema row = Schema.struct(columns).orNull().as(SemanticType.of(topic + ".Value"));
        return Schema.struct(
                        row.field("before"),
                        row.field("after"),
                        SOURCE.field("source"),
                        TRANSACTION.field("transaction"),
                        Schema.STRING.field("op"),
                        TIME.field("ts_ms"),
                        TIME.field("ts_us"),
                        TIME.field("ts_ns"))
                .as(SemanticType.of(topic + ".Envelope", 2));
    }

    /** A logical message. */
    static Schema message(BinaryMode mode) {
        Schema message = Schema.struct(
                        Schema.STRING.orNull().field("prefix"),
                        Binaries.schema(mode).orNull().field("content"))
                .as("io.debezium.connector.postgresql.Message");
        return Schema.struct(
                        Schema.STRING.field("op"),
                        TIME.field("ts_ms"),
                        SOURCE.field("source"),
                        TRANSACTION.field("transaction"),
                        message.field("message"))
                .as("io.debezium.connector.postgresql.MessageValue");
    }
}
