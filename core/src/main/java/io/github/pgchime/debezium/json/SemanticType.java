package io.github.pgchime.debezium.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What values are beyond their shape, by a name that consumers know.
 *
 * @param doc a word for people
 * @param parameters in their order
 */
record SemanticType(String name, Optional<Integer> version, Optional<String> doc, Map<String, String> parameters) {

    SemanticType {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static SemanticType of(String name) {
        return new SemanticType(name, Optional.empty(), Optional.empty(), Map.of());
    }

    static SemanticType of(String name, int version) {
        return new SemanticType(name, Optional.of(version), Optional.empty(), Map.of());
    }

    SemanticType doc(String other) {
        return new SemanticType(name, version, Optional.of(other), parameters);
    }

    SemanticType with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new SemanticType(name, version, doc, more);
    }
}
