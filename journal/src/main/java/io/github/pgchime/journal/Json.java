package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;

/**
 * A JSON text, as PostgreSQL's {@code jsonb} takes it: any value, but no {@code \\u0000} in a string.
 *
 * @param text such as <code>{"id":42}</code>; unchecked here, see {@link #of}
 */
public record Json(String text) {

    /**
     * A text that has been checked.
     *
     * @throws ConfigException if it is no JSON, or has a character in it that the server cannot hold. What of numbers and sizes
     *     the server refuses, it says itself
     */
    public static Json of(String text) {
        JsonCheck.check(text);
        return new Json(text);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return text;
    }
}
