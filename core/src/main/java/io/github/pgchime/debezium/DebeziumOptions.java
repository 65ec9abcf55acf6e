package io.github.pgchime.debezium;

import io.github.pgchime.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How Debezium's records are written; {@link #of} takes Debezium's own names and has its defaults.
 *
 * @param topicPrefix what topics begin with, and the source's name (pgchime): letters, digits, {@code . _ -}
 * @param decimals how numeric and money are written (precise)
 * @param times how dates and times are written (adaptive)
 * @param binaries how bytea is written (bytes)
 * @param hstores how hstore is written (json)
 * @param intervals how interval is written (numeric)
 * @param tombstones whether a delete is followed by a record without a value (yes)
 * @param skippedOperations which of c, u, d and t are left out (t)
 * @param transactionMetadata whether a record says where it stands in its transaction, and transactions have records of
 *     their own for their beginning and end (no)
 * @param unavailableValue what is written for a large value that was not changed, and so is not in the log: text, or bytes as
 *     {@code hex:} and their digits
 * @param unknownTypes whether values of types that nobody here knows are written, as bytes, instead of left out (no)
 * @param keyOnlyDeletes whether the old row of a delete is just what is known of it, instead of being filled up with the
 *     columns' defaults and zeros where they cannot be null (no); not an option of Debezium's
 * @param schemas which parts of a record come with their schema (none)
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html">Debezium: PostgreSQL
 *     connector</a>
 */
public record DebeziumOptions(
        String topicPrefix,
        DecimalMode decimals,
        TimeMode times,
        BinaryMode binaries,
        HstoreMode hstores,
        IntervalMode intervals,
        boolean tombstones,
        Set<String> skippedOperations,
        boolean transactionMetadata,
        String unavailableValue,
        boolean unknownTypes,
        boolean keyOnlyDeletes,
        Schemas schemas) {

    private static final String TOPIC_PREFIX = "topic.prefix";
    private static final String SKIPPED_OPERATIONS = "skipped.operations";
    private static final String UNAVAILABLE_VALUE = "unavailable.value.placeholder";
    private static final String HEX = "hex:";
    private static final Set<String> OPERATIONS = Set.of("c", "u", "d", "t");

    public DebeziumOptions {
        if (!topicPrefix.matches("[A-Za-z0-9._-]+")) {
            throw new ConfigException(TOPIC_PREFIX + " \"" + topicPrefix
                    + "\" is no beginning of a topic's name; expected letters, digits, '.', '_' and '-'");
        }
        skippedOperations = Set.copyOf(skippedOperations);
        if (!OPERATIONS.containsAll(skippedOperations)) {
            throw new ConfigException(SKIPPED_OPERATIONS + " " + String.join(",", new TreeSet<>(skippedOperations))
                    + " is not known; expected none, or some of c, u, d, t with commas between them");
        }
        bytes(unavailableValue);
    }

    /** Debezium's defaults, and no schemas. */
    public static DebeziumOptions defaults() {
        return of(Map.of());
    }

    /**
     * The options by Debezium's names, such as {@code decimal.handling.mode}; its defaults where one is not given, but for
     * schemas, which take many times the space of what they describe.
     *
     * @throws ConfigException if a name is none of them, or a value is not right
     */
    public static DebeziumOptions of(Map<String, String> properties) {
        Properties given = new Properties(properties);
        DebeziumOptions options = new DebeziumOptions(
                given.text(TOPIC_PREFIX, "pgchime"),
                given.mode("decimal.handling.mode", DecimalMode.PRECISE, DecimalMode.values()),
                given.mode("time.precision.mode", TimeMode.ADAPTIVE, TimeMode.values()),
                given.mode("binary.handling.mode", BinaryMode.BYTES, BinaryMode.values()),
                given.mode("hstore.handling.mode", HstoreMode.JSON, HstoreMode.values()),
                given.mode("interval.handling.mode", IntervalMode.NUMERIC, IntervalMode.values()),
                given.flag("tombstones.on.delete", true),
                given.set(SKIPPED_OPERATIONS, "t"),
                given.flag("provide.transaction.metadata", false),
                given.text(UNAVAILABLE_VALUE, "__debezium_unavailable_value"),
                given.flag("include.unknown.datatypes", false),
                given.flag("delete.before.key.only", false),
                new Schemas(
                        given.flag("key.converter.schemas.enable", false),
                        given.flag("value.converter.schemas.enable", false),
                        given.flag("header.converter.schemas.enable", false)));
        given.expectNoOthers();
        return options;
    }

    /** What {@link #unavailableValue} says, as bytes; in UTF-8 where it is text. */
    public byte[] unavailableBytes() {
        return bytes(unavailableValue);
    }

    private static byte[] bytes(String placeholder) {
        if (!placeholder.startsWith(HEX)) {
            return placeholder.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return HexFormat.of().parseHex(placeholder, HEX.length(), placeholder.length());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    UNAVAILABLE_VALUE + " \"" + placeholder
                            + "\" has no bytes; expected two hexadecimal digits for each of them behind " + HEX,
                    e);
        }
    }
}
