package io.github.pgchime.debezium.json;

/** The sequences of UTF-8 beyond ASCII. */
final class Utf8 {

    private Utf8() {}

    /** Where the sequence ends that begins here, or -1 if it is malformed. */
    static int end(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4) {
            return -1;
        }
        if (at + 1 >= to || !isSecond(first, bytes[at + 1] & 0xFF)) {
            return -1;
        }
        for (int i = 2; i < length; i++) {
            if (at + i >= to || (bytes[at + i] & 0xC0) != 0x80) {
                return -1;
            }
        }
        return at + length;
    }

    /** Whether it is neither an overlong form, nor a surrogate, nor beyond Unicode. */
    private static boolean isSecond(int first, int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0 && second <= 0xBF;
            case 0xED -> second >= 0x80 && second <= 0x9F;
            case 0xF0 -> second >= 0x90 && second <= 0xBF;
            case 0xF4 -> second >= 0x80 && second <= 0x8F;
            default -> second >= 0x80 && second <= 0xBF;
        };
    }
}
