package io.github.pgchime.debezium;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A record as Debezium would send it.
 *
 * @param topic the topic that it is for
 * @param key JSON in UTF-8; nothing for rows of a table without a key, and for a truncation
 * @param value JSON in UTF-8; nothing for a tombstone
 * @param headers JSON in UTF-8 by name: where a primary key changed, {@code __debezium.newkey} on the delete and its
 *     tombstone, {@code __debezium.oldkey} on the create
 */
public record DebeziumRecord(String topic, Optional<byte[]> key, Optional<byte[]> value, Map<String, byte[]> headers) {

    public DebeziumRecord {
        headers = Map.copyOf(headers);
    }

    /** The key as text. */
    public Optional<String> keyText() {
        return key.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The value as text. */
    public Optional<String> valueText() {
        return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Topic, key and value. */
    @Override
    public String toString() {
        return topic + " " + keyText().orElse("null") + " " + valueText().orElse("null");
    }
}
