package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

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
        return key.path("prefix").asText().equals(Workload.END);
    }

    /** All that it says, each with its path, but for the clock's times. */
    Map<String, JsonNode> facts() {
        Map<String, JsonNode> facts = new TreeMap<>();
        flatten("key", key, facts::put);
        flatten("value", value, facts::put);
        headers.forEach((name, header) -> flatten(name, header, facts::put));
        // When the record was written, and by which version of what.
        facts.keySet().removeIf(path -> path.matches("value/ts_(ms|us|ns)|value/source/version"));
        return facts;
    }

    private static void flatten(String path, JsonNode node, BiConsumer<String, JsonNode> facts) {
        if (path.endsWith("/data_collections") && node.isArray()) {
            // Debezium has them in any order.
            node.forEach(each ->
                    facts.accept(path + "/" + each.path("data_collection").asText(), each.path("event_count")));
        } else if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(each -> flatten(path + "/" + each.getKey(), each.getValue(), facts));
        } else {
            facts.accept(path, node);
        }
    }
}
