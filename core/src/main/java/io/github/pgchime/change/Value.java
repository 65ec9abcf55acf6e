package io.github.pgchime.change;

/** What is known of a column: four different things. */
public sealed interface Value {

    /** Nothing: the column is not in this row, such as one outside the key of an old row. */
    record Absent() implements Value {}

    /** It is NULL. */
    record Null() implements Value {}

    /** It is what it was, and too large to be in the log again (TOAST). */
    record Unchanged() implements Value {}

    /**
     * It is this.
     *
     * @param value of the Java type that {@link io.github.pgchime.value} lists
     */
    record Present(Object value) implements Value {}
}
