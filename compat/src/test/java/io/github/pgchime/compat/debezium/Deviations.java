package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where one side says something else than the other, a line for each: where, what the one says, and what the other. */
final class Deviations {

    private Deviations() {}

    /** Those that are right, and why docs/debezium.md says. */
    static List<String> of(String name) {
        String resource = "deviations-" + name + ".txt";
        try (InputStream in = Deviations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Servers before 15 send transactions without a change in them, and Debezium writes their beginning and end. */
    static List<Event> withoutEmptyTransactions(List<Event> events) {
        List<Event> kept = new ArrayList<>();
        for (Event event : events) {
            if (event.isEmptyTransaction()) {
                kept.removeLast();
            } else {
                kept.add(event);
            }
        }
        return kept;
    }

    /** Those that there are. */
    static Set<String> between(List<Event> theirs, List<Event> ours) {
        Set<String> lines = new LinkedHashSet<>();
        for (int i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
            if (i >= theirs.size() || i >= ours.size()) {
                lines.add("only one side has " + (i < theirs.size() ? theirs : ours).get(i));
            } else {
                between(theirs.get(i), ours.get(i), lines);
            }
        }
        return lines;
    }

    private static void between(Event theirs, Event ours, Set<String> lines) {
        String where = theirs.topic() + " ";
        if (!theirs.topic().equals(ours.topic())) {
            lines.add(where + "is " + ours.topic());
            return;
        }
        Map<String, JsonNode> left = theirs.facts();
        Map<String, JsonNode> right = ours.facts();
        if (left.keySet().equals(right.keySet()) && !List.copyOf(left.keySet()).equals(List.copyOf(right.keySet()))) {
            lines.add(where + "is in the order " + left.keySet() + ", not " + right.keySet());
        }
        if (left.equals(right) && !theirs.schemas().equals(ours.schemas())) {
            lines.add(where + "has schemas in other words: " + ours.schemas());
        }
        right.forEach((path, our) -> {
            JsonNode their = left.remove(path);
            if (their == null) {
                lines.add(where + path + ": missing" + (our.isNull() ? "" : " is " + our));
            } else if (!Json.isSame(their, our)) {
                lines.add(where + path + ": " + withoutIdentity(their.toString()) + " is " + our);
            }
        });
        left.forEach((path, their) -> lines.add(where + withoutIdentity(path) + ": " + their + " is missing"));
    }

    /** Debezium writes Java's name of an object here and there. */
    private static String withoutIdentity(String text) {
        return text.replaceAll("@[0-9a-f]{6,8}", "@…");
    }
}
