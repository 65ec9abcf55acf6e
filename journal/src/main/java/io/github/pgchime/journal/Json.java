package io.github.pgchime.journal;

/**
 * A JSON text, as PostgreSQL's {@code jsonb} takes it: any value, but no {@code \u0000} in a string. The server checks it.
 *
 * @param text such as <code>{"id":42}</code>
 */
public record Json(String text) {

    public static Json of(String text) {
        return new Json(text);
    }

    /** The text itself. */
    @Override
    public String toString() {
        return text;
    }
}
