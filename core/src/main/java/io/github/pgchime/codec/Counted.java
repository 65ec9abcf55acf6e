package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import org.jspecify.annotations.Nullable;

/** A value within another's binary form: its length in bytes, -1 for NULL, and the bytes. */
final class Counted {

    /** The length of a value that is NULL. */
    static final int NULL = -1;

    private Counted() {}

    static @Nullable Object value(WireReader reader, Codec codec) {
        int length = reader.int32();
        if (length == NULL) {
            return null;
        }
        int from = reader.offset();
        reader.skip(length);
        return codec.binary(reader.array(), from, from + length);
    }

    /** A value where NULL cannot be. */
    static Object present(WireReader reader, Codec codec) {
        Object value = value(reader, codec);
        if (value == null) {
            throw new ProtocolException("a value of a composed type: expected a part, but read NULL");
        }
        return value;
    }
}
