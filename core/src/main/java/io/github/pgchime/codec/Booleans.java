package io.github.pgchime.codec;

/** bool: t and f, or a byte. */
final class Booleans {

    private Booleans() {}

    static Boolean text(byte[] bytes, int from, int to) {
        return oneOf('t', 'f', bytes, from, to);
    }

    static Boolean binary(byte[] bytes, int from, int to) {
        return oneOf(1, 0, bytes, from, to);
    }

    private static boolean oneOf(int yes, int no, byte[] bytes, int from, int to) {
        if (to - from != 1 || (bytes[from] != yes && bytes[from] != no)) {
            throw Malformed.value("bool", "t or f, or in binary 1 or 0", bytes, from, to);
        }
        return bytes[from] == yes;
    }
}
