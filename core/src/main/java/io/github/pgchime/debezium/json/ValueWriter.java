package io.github.pgchime.debezium.json;

/** Writes the values of one type as JSON. Immutable, for any thread. */
interface ValueWriter {

    /** Writes the value in these bytes, which are PostgreSQL's text form. */
    void text(JsonBuffer out, byte[] bytes, int from, int to);

    /** Writes the value in these bytes, which are PostgreSQL's binary form. */
    void binary(JsonBuffer out, byte[] bytes, int from, int to);
}
