package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.pgchime.change.Change;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.DebeziumJson;
import io.github.pgchime.change.Transaction;
import io.github.pgchime.debezium.DebeziumRecord;
import io.github.pgchime.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** pgchime on a slot of its own. */
final class PgchimeSide {

    private final List<Event> written = new ArrayList<>();
    private final List<Event> held = new ArrayList<>();
    private final List<Event> plain = new ArrayList<>();

    /**
     * Reads up to the last message.
     *
     * @param binary whether values come in the binary form
     */
    PgchimeSide(TestDatabase database, String slot, Map<String, String> options, boolean binary) {
        DebeziumJson json = DebeziumJson.of(options);
        DebeziumJson withoutSchemas = withoutSchemas(options);
        try (ChangeStream stream = ChangeStream.builder(database.url())
                .slot(slot)
                .publication("p")
                .binary(binary)
                .open()) {
            for (Transaction transaction : stream) {
                transaction.writeTo(json, view -> written.add(event(view.keep())));
                transaction.writeTo(withoutSchemas, view -> plain.add(event(view.keep())));
                for (Change change : transaction) {
                    json.records(change).forEach(each -> held.add(event(each)));
                }
                if (held.getLast().isEnd()) {
                    break;
                }
            }
        }
        written.removeLast();
        held.removeLast();
        plain.removeLast();
    }

    private static DebeziumJson withoutSchemas(Map<String, String> options) {
        Map<String, String> others = new HashMap<>(options);
        others.keySet().removeIf(name -> name.endsWith(".schemas.enable"));
        return DebeziumJson.of(others);
    }

    /** What was written straight from the wire. */
    List<Event> written() {
        return written;
    }

    /** What was written of the changes at hand. */
    List<Event> held() {
        return held;
    }

    /** The same without schemas. */
    List<Event> plain() {
        return plain;
    }

    private static Event event(DebeziumRecord entry) {
        Map<String, JsonNode> headers = new TreeMap<>();
        entry.headers()
                .forEach((name, value) ->
                        headers.put(name, Event.parse(Optional.of(new String(value, StandardCharsets.UTF_8)))));
        return new Event(entry.topic(), Event.parse(entry.keyText()), Event.parse(entry.valueText()), headers);
    }
}
