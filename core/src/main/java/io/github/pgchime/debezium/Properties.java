package io.github.pgchime.debezium;

import io.github.pgchime.ConfigException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Options by name, of which each is to be asked for. */
final class Properties {

    private final Map<String, String> given;
    private final Set<String> asked = new TreeSet<>();

    Properties(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    private Optional<String> value(String name) {
        asked.add(name);
        return Optional.ofNullable(given.get(name)).map(String::strip);
    }

    String text(String name, String otherwise) {
        return value(name).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return switch (value(name).orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                throw new ConfigException(name + " \"" + other + "\" is not known; expected true or false");
        };
    }

    <T extends Spelled> T mode(String name, T otherwise, T[] values) {
        return value(name).map(text -> Spelled.parse(name, text, values)).orElse(otherwise);
    }

    /** Words with commas between them; {@code none} is no word. */
    Set<String> set(String name, String otherwise) {
        return Arrays.stream(value(name).orElse(otherwise).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.equals("none") && !word.isEmpty())
                .collect(Collectors.toSet());
    }

    void expectNoOthers() {
        Set<String> others = new TreeSet<>(given.keySet());
        others.removeAll(asked);
        if (!others.isEmpty()) {
            throw new ConfigException("option " + String.join(", ", others) + " is not known; expected some of "
                    + String.join(", ", asked));
        }
    }
}
