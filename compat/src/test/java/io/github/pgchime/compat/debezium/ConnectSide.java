package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;

/** Kafka Connect as it reads records by their schemas. */
final class ConnectSide implements AutoCloseable {

    private final JsonConverter converter = new JsonConverter();

    ConnectSide() {
        converter.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), false);
    }

    /** What it has read, as it writes that itself. */
    Event readBack(Event event) {
        Map<String, JsonNode> headers = new TreeMap<>();
        event.headers().forEach((name, header) -> headers.put(name, readBack(header)));
        return new Event(event.topic(), readBack(event.key()), readBack(event.value()), headers);
    }

    private JsonNode readBack(JsonNode part) {
        if (part.isNull()) {
            return part;
        }
        SchemaAndValue read = converter.toConnectData("topic", part.toString().getBytes(StandardCharsets.UTF_8));
        byte[] written = converter.fromConnectData("topic", read.schema(), read.value());
        return Event.parse(Optional.of(new String(written, StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        converter.close();
    }
}
