package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A record of either side.
 *
 * @param key a null node if there is none, as for the value
 * @param headers those that tell of a changed key
 */
record Event(String topic, JsonNode key, JsonNode value, Map<String, JsonNode> headers) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static JsonNode parse(Optional<String> json) {
        try {
            return json.isEmpty() ? NullNode.getInstance() : JSON.readTree(json.get());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json.get(), e);
        }
    }

    boolean isEnd() {
        return payload(key).path("prefix").asText().equals(Workload.END);
    }

    /** Whether it is the end of a transaction without a change in it. */
    boolean isEmptyTransaction() {
        JsonNode content = payload(value);
        return content.path("status").asText().equals("END")
                && content.path("event_count").asInt() == 0;
    }

    /** The same as it is without schemas. */
    Event withoutSchemas() {
        Map<String, JsonNode> plain = new TreeMap<>();
        headers.forEach((name, header) -> plain.put(name, payload(header)));
        return new Event(topic, payload(key), payload(value), plain);
    }

    private static boolean isWrapped(JsonNode node) {
        return node.size() == 2 && node.has("schema") && node.has("payload");
    }

    private static JsonNode payload(JsonNode node) {
        return isWrapped(node) ? node.get("payload") : node;
    }

    /** All that it says, each with its path, in order, but for the clock's times. */
    Map<String, JsonNode> facts() {
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        part("key", key, facts::put);
        part("value", value, facts::put);
        headers.forEach((name, header) -> part(name, header, facts::put));
        // When the record was written, and by which version of what.
        facts.keySet().removeIf(path -> path.matches("value/ts_(ms|us|ns)|value/source/version"));
        return facts;
    }

    /** The texts of its schemas. */
    List<String> schemas() {
        return Stream.concat(Stream.of(key, value), headers.values().stream())
                .map(part -> part.path("schema").toString())
                .toList();
    }

    private static void part(String path, JsonNode node, BiConsumer<String, JsonNode> facts) {
        if (isWrapped(node)) {
            SchemaFacts.of(path + " schema", node.get("schema"), facts);
        }
        flatten(path, payload(node), facts);
    }

    private static void flatten(String path, JsonNode node, BiConsumer<String, JsonNode> facts) {
        if (path.endsWith("/data_collections") && node.isArray()) {
            // Debezium has them in any order.
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.forEach(each -> sorted.put(each.path("data_collection").asText(), each.path("event_count")));
            sorted.forEach((name, count) -> facts.accept(path + "/" + name, count));
        } else if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(each -> flatten(path + "/" + each.getKey(), each.getValue(), facts));
        } else {
            facts.accept(path, node);
        }
    }
}
