package io.github.pgchime.debezium.json;

/**
 * How the values of a type are written.
 *
 * @param schema what they are then
 * @param zero the text form of what a column is taken for of which nothing is known but that it is not NULL
 * @param unavailable what stands for a value that is not in the log
 */
record TypeWriter(ValueWriter writer, Schema schema, String zero, Unavailable unavailable, Defaults defaults) {

    /** A type whose JSON is text. */
    static TypeWriter text(ValueWriter writer, Schema schema) {
        return new TypeWriter(writer, schema, "", Unavailable.TEXT, Defaults.NONE);
    }

    /** A type whose values are small. */
    static TypeWriter of(ValueWriter writer, Schema schema, String zero) {
        return new TypeWriter(writer, schema, zero, Unavailable.NULL, Defaults.NONE);
    }

    /** Arrays of this type. */
    TypeWriter array(char delimiter) {
        return new TypeWriter(
                new Arrays(delimiter, writer), Schema.array(schema.orNull()), "{}", unavailable.list(), Defaults.NONE);
    }

    TypeWriter unavailableAs(Unavailable other) {
        return new TypeWriter(writer, schema, zero, other, defaults);
    }

    TypeWriter defaults(Defaults told) {
        return new TypeWriter(writer, schema, zero, unavailable, told);
    }

    /** With all defaults, and zero in place of what a function returns. */
    TypeWriter allDefaults() {
        return defaults(Defaults.all(zero));
    }
}
