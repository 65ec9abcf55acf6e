package io.github.pgchime.debezium.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** What stands for a large value that was not changed, and so is not in the log, in a column of some type. */
enum Unavailable {
    /** Nothing that the type has. */
    NULL,
    /** The placeholder as text. */
    TEXT,
    /** The placeholder's bytes. */
    BINARY,
    /** The placeholder as the only key, and its value. */
    HSTORE,
    /** A list of the placeholder. */
    TEXTS,
    /** A list of the placeholder's bytes. */
    BINARIES,
    /** A list of the placeholder's bytes, each as a number. */
    NUMBERS,
    /** A list of the UUID that has the placeholder as its name. */
    UUIDS;

    /** The same in a list, for arrays. */
    Unavailable list() {
        return switch (this) {
            case TEXT -> TEXTS;
            case BINARY -> BINARIES;
            default -> NULL;
        };
    }

    /** Writes it; {@code writer} is the column's. */
    void write(JsonBuffer out, ValueWriter writer, byte[] bytes) {
        String placeholder = new String(bytes, StandardCharsets.UTF_8);
        switch (this) {
            case NULL -> out.raw("null");
            case TEXT -> out.string(placeholder);
            case TEXTS -> {
                out.raw('[');
                out.string(placeholder);
                out.raw(']');
            }
            case BINARY -> writer.binary(out, bytes, 0, bytes.length);
            case BINARIES -> {
                out.raw('[');
                if (writer instanceof Arrays arrays) {
                    arrays.element().binary(out, bytes, 0, bytes.length);
                }
                out.raw(']');
            }
            case NUMBERS -> {
                out.raw('[');
                for (int i = 0; i < bytes.length; i++) {
                    if (i > 0) {
                        out.raw(',');
                    }
                    out.number(bytes[i]);
                }
                out.raw(']');
            }
            case UUIDS -> {
                out.raw('[');
                out.string(UUID.nameUUIDFromBytes(bytes).toString());
                out.raw(']');
            }
            case HSTORE -> {
                if (writer instanceof Hstores hstores) {
                    hstores.write(out, Map.of(placeholder, placeholder));
                }
            }
        }
    }
}
