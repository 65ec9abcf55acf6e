package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.BiConsumer;

/** What a schema says of each field, with its path. */
final class SchemaFacts {

    private static final JsonNode AS_NEXT = new TextNode("as what comes next");

    private SchemaFacts() {}

    static void of(String path, JsonNode schema, BiConsumer<String, JsonNode> facts) {
        facts.accept(path, without(schema, "fields"));
        JsonNode fields = schema.path("fields");
        for (int i = 0; i < fields.size(); i++) {
            JsonNode field = fields.get(i);
            String inner = path + "/" + field.path("field").asText();
            // What is before and after a change is of the same table.
            if (i + 1 < fields.size() && field.has("fields") && isSame(field, fields.get(i + 1))) {
                facts.accept(inner, AS_NEXT);
            } else {
                of(inner, field, facts);
            }
        }
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return without(one, "").toString().equals(without(other, "").toString());
    }

    private static JsonNode without(JsonNode schema, String member) {
        return ((ObjectNode) schema.deepCopy()).remove(List.of("field", member));
    }
}
