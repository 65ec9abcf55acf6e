package io.github.pgchime.debezium.json;

/**
 * How the values of a type are written.
 *
 * @param zero the text form of what a column is taken for of which nothing is known but that it is not NULL
 * @param unavailable what stands for a value that is not in the log
 */
record TypeWriter(ValueWriter writer, String zero, Unavailable unavailable) {

    /** A type whose JSON is text. */
    static TypeWriter text(ValueWriter writer) {
        return new TypeWriter(writer, "", Unavailable.TEXT);
    }

    /** A type whose values are small. */
    static TypeWriter of(ValueWriter writer, String zero) {
        return new TypeWriter(writer, zero, Unavailable.NULL);
    }

    /** Arrays of this type. */
    TypeWriter array(char delimiter) {
        return new TypeWriter(new Arrays(delimiter, writer), "{}", unavailable.list());
    }

    TypeWriter unavailableAs(Unavailable other) {
        return new TypeWriter(writer, zero, other);
    }
}
