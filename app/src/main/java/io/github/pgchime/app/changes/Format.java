package io.github.pgchime.app.changes;

/** How changes are printed. */
enum Format {
    /** The values of Debezium's records. */
    DEBEZIUM,
    /** Debezium's records, with their topics and keys. */
    KEYED,
    /** For a person. */
    TEXT;

    static final class Names extends io.github.pgchime.app.option.Names<Format> {
        Names() {
            super(Format.class);
        }
    }
}
