package io.github.pgchime;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes a string of keywords and values apart, {@code host=db user='ada l.'}, as libpq does: blanks around the {@code =} are
 * allowed, a value with blanks stands in single quotes, and a backslash takes away the meaning of what follows it. No message
 * repeats text that may be a password.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE">PostgreSQL:
 *     keyword/value connection strings</a>
 */
final class KeywordValues {

    /** What its errors begin with. */
    static final String SOURCE = "connection string: ";

    private static final Pattern BEGINNING = Pattern.compile("\\s*[A-Za-z_]+\\s*=");

    private final String text;
    private final GivenParameters given = new GivenParameters(SOURCE);
    private int at;

    private KeywordValues(String text) {
        this.text = text;
    }

    /** Whether it begins like one. */
    static boolean looksLikeOne(String text) {
        return BEGINNING.matcher(text).lookingAt();
    }

    /** What it gives; empty values are left out. */
    static Map<Parameter, String> values(String text) {
        KeywordValues parts = new KeywordValues(text);
        int number = 1;
        for (parts.skipBlanks(); parts.at < text.length(); parts.skipBlanks()) {
            parts.pair(number++);
        }
        return parts.given.values();
    }

    private void pair(int number) {
        int from = at;
        while (at < text.length() && text.charAt(at) != '=' && !isBlank(text.charAt(at))) {
            at++;
        }
        String name = text.substring(from, at);
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '=') {
            throw given.bad("parameter " + number + ", at character " + (from + 1)
                    + ", has no =; a value with blanks stands in single quotes");
        }
        at++;
        skipBlanks();
        String value = at < text.length() && text.charAt(at) == '\'' ? quoted() : bare();
        given.named(
                "parameter " + number + ", at character " + (from + 1) + ",",
                name,
                value,
                false,
                "a value with blanks stands in single quotes");
    }

    private String bare() {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && !isBlank(text.charAt(at))) {
            value.append(next());
        }
        return value.toString();
    }

    private String quoted() {
        int from = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\'') {
            value.append(next());
        }
        if (at == text.length()) {
            throw given.bad(
                    "the quote at character " + (from + 1) + " is not closed; within quotes write \\' and \\\\");
        }
        at++;
        return value.toString();
    }

    /** A character, or the one that a backslash precedes; a backslash at the end is dropped. */
    private String next() {
        if (text.charAt(at) == '\\') {
            at++;
        }
        return at < text.length() ? String.valueOf(text.charAt(at++)) : "";
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    /** As C's {@code isspace} has it. */
    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
