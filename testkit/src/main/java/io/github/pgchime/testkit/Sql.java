package io.github.pgchime.testkit;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The one place that quotes. */
final class Sql {

    private Sql() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A list setting wants each name quoted by itself: one string around all would be one bogus name. */
    static String literals(String... texts) {
        return Arrays.stream(texts).map(Sql::literal).collect(Collectors.joining(", "));
    }
}
