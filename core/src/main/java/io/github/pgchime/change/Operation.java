package io.github.pgchime.change;

/** What kind of change it is. */
public enum Operation {
    INSERT('c'),
    UPDATE('u'),
    DELETE('d'),
    TRUNCATE('t'),
    MESSAGE('m');

    private final char code;

    Operation(char code) {
        this.code = code;
    }

    /** The letter that Debezium has for it. */
    public char code() {
        return code;
    }
}
