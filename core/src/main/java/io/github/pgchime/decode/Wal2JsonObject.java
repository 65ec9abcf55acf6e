package io.github.pgchime.decode;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.decode.LogicalMessage.RowChange;
import io.github.pgchime.decode.LogicalMessage.RowChange.Kind;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import io.github.pgchime.wire.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object of wal2json, read until what its action needs is there: a row's columns come last and are never
 * looked at.
 */
final class Wal2JsonObject {

    private static final JsonFactory JSON = new JsonFactory();

    private static final Set<String> TABLE = Set.of("action", "schema", "table");
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "B", Set.of("action", "xid"),
            "C", Set.of("action"),
            "I", TABLE,
            "U", TABLE,
            "D", TABLE,
            "T", TABLE,
            "M", Set.of("action", "transactional", "prefix", "content"));

    private final Map<String, String> fields = new HashMap<>();

    private Wal2JsonObject() {}

    static LogicalMessage read(String json) {
        String flaw;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            Optional<LogicalMessage> message = new Wal2JsonObject().read(parser);
            if (message.isPresent()) {
                return message.get();
            }
            flaw = "no action that is known and has all its fields";
        } catch (JacksonException e) {
            flaw = e.getOriginalMessage();
        } catch (ConfigException e) {
            flaw = e.getMessage();
        }
        byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
        throw new ProtocolException("wal2json: expected an object of format version 2, but read "
                + Excerpt.of(bytes, 0, bytes.length) + ": " + flaw);
    }

    private Optional<LogicalMessage> read(JsonParser parser) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                take(parser.currentName(), parser);
                String action = fields.getOrDefault("action", "");
                Set<String> needed = NEEDED.get(action);
                if (needed != null && fields.keySet().containsAll(needed)) {
                    return Optional.of(message(action));
                }
            }
        }
        return Optional.empty();
    }

    /** Keeps a scalar as its text. A null is as good as absent: a message outside a transaction has no xid. */
    private void take(String name, JsonParser parser) {
        JsonToken value = parser.nextToken();
        if (value.isStructStart()) {
            parser.skipChildren();
        } else if (value != JsonToken.VALUE_NULL) {
            fields.put(name, parser.getString());
        }
    }

    private LogicalMessage message(String action) {
        return switch (action) {
            case "B" -> Begin.ofDecimal(field("xid"));
            case "C" -> new Commit();
            case "I" -> new RowChange(Kind.INSERT, table());
            case "U" -> new RowChange(Kind.UPDATE, table());
            case "D" -> new RowChange(Kind.DELETE, table());
            case "T" -> new Truncate(List.of(table()));
            default -> new Emitted(field("transactional").equals("true"), field("prefix"), field("content"));
        };
    }

    private TableName table() {
        return new TableName(field("schema"), field("table"));
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
