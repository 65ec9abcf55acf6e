package io.github.pgchime.debezium.json;

import io.github.pgchime.codec.ByteaText;
import io.github.pgchime.debezium.BinaryMode;

/**
 * Bytes.
 *
 * @param text whether the bytes of the text form are them, as for a type that nobody here knows
 */
record Binaries(BinaryMode mode, boolean text) implements ValueWriter {

    /** bytea. */
    static TypeWriter bytea(BinaryMode mode) {
        return type(mode, false);
    }

    /** A type that nobody here knows. */
    static TypeWriter unknown(BinaryMode mode) {
        return type(mode, true);
    }

    private static TypeWriter type(BinaryMode mode, boolean text) {
        return TypeWriter.of(new Binaries(mode, text), schema(mode), "")
                .unavailableAs(mode == BinaryMode.BYTES ? Unavailable.BINARY : Unavailable.TEXT);
    }

    static Schema schema(BinaryMode mode) {
        return mode == BinaryMode.BYTES ? Schema.BYTES : Schema.STRING;
    }

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        if (text) {
            binary(out, bytes, from, to);
            return;
        }
        JsonBuffer scratch = out.scratch();
        byte[] decoded = scratch.room(ByteaText.longest(bytes, from, to));
        int count = ByteaText.decode(bytes, from, to, decoded, 0);
        binary(out, decoded, 0, count);
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        switch (mode) {
            case BYTES, BASE64 -> out.base64(bytes, from, to, false);
            case BASE64_URL_SAFE -> out.base64(bytes, from, to, true);
            case HEX -> out.hex(bytes, from, to);
        }
    }
}
