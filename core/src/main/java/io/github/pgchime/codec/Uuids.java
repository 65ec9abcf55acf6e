package io.github.pgchime.codec;

import java.util.UUID;

/** uuid. */
final class Uuids {

    private static final int TEXT_LENGTH = 36;

    private Uuids() {}

    static UUID text(byte[] bytes, int from, int to) {
        boolean sound = to - from == TEXT_LENGTH;
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int at = from; at < to && sound; at++) {
            int place = at - from;
            if (place == 8 || place == 13 || place == 18 || place == 23) {
                sound = bytes[at] == '-';
                continue;
            }
            int digit = HexDigit.of(bytes[at]);
            sound = digit >= 0;
            if (digits++ < 16) {
                high = (high << 4) | digit;
            } else {
                low = (low << 4) | digit;
            }
        }
        if (!sound) {
            throw Malformed.value("uuid", "hexadecimal digits, 8-4-4-4-12", bytes, from, to);
        }
        return new UUID(high, low);
    }

    static UUID binary(byte[] bytes, int from, int to) {
        if (to - from != 2 * Long.BYTES) {
            throw Malformed.value("uuid", "16 bytes", bytes, from, to);
        }
        int middle = from + Long.BYTES;
        return new UUID(BigEndian.int64("uuid", bytes, from, middle), BigEndian.int64("uuid", bytes, middle, to));
    }
}
