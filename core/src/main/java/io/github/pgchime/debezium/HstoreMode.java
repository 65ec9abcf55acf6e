package io.github.pgchime.debezium;

/** How hstore is written: Debezium's {@code hstore.handling.mode}. */
public enum HstoreMode implements Spelled {
    /** A text that holds a JSON object. */
    JSON("json"),
    /** A JSON object. */
    MAP("map");

    private final String spelling;

    HstoreMode(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String spelling() {
        return spelling;
    }
}
