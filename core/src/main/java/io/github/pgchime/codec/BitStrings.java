package io.github.pgchime.codec;

import io.github.pgchime.value.BitString;
import io.github.pgchime.wire.WireReader;

/** bit and varbit. */
final class BitStrings {

    private BitStrings() {}

    static BitString text(byte[] bytes, int from, int to) {
        byte[] bits = new byte[(to - from + 7) / 8];
        for (int at = from; at < to; at++) {
            if (bytes[at] == '1') {
                bits[(at - from) / 8] |= (byte) (0x80 >> ((at - from) % 8));
            } else if (bytes[at] != '0') {
                throw Malformed.value("bit", "0 and 1", bytes, from, to);
            }
        }
        return new BitString(to - from, bits);
    }

    static BitString binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type bit", bytes, from, to);
        int length = value.int32();
        if (length < 0 || value.remaining() != (length + 7L) / 8) {
            throw Malformed.value("bit", "a length in bits and as many", bytes, from, to);
        }
        return new BitString(length, value.bytes(value.remaining()));
    }
}
