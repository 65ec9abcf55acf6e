package io.github.pgchime.codec;

import io.github.pgchime.Lsn;

/** pg_lsn. */
final class Lsns {

    private static final int DIGITS_OF_HALF = 8;

    private Lsns() {}

    static Lsn text(byte[] bytes, int from, int to) {
        int slash = from;
        while (slash < to && bytes[slash] != '/') {
            slash++;
        }
        return new Lsn((half(bytes, from, slash, from, to) << 32) | half(bytes, slash + 1, to, from, to));
    }

    static Lsn binary(byte[] bytes, int from, int to) {
        return new Lsn(BigEndian.int64("pg_lsn", bytes, from, to));
    }

    private static long half(byte[] bytes, int start, int end, int from, int to) {
        boolean sound = end > start && end - start <= DIGITS_OF_HALF;
        long value = 0;
        for (int at = start; at < end && sound; at++) {
            int digit = HexDigit.of(bytes[at]);
            sound = digit >= 0;
            value = (value << 4) | digit;
        }
        if (!sound) {
            throw Malformed.value("pg_lsn", "a position such as 16/B374D848", bytes, from, to);
        }
        return value;
    }
}
