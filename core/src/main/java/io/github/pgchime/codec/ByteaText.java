package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import java.util.Arrays;

/**
 * The text forms of bytea: {@code \x} and hexadecimal digits, or with {@code bytea_output = escape} the bytes themselves
 * where they are printable, and {@code \ooo} or {@code \\} where they are not.
 */
public final class ByteaText {

    private static final int OCTAL_DIGITS = 3;

    private ByteaText() {}

    /** The most bytes that {@link #decode} can write. */
    public static int longest(byte[] bytes, int from, int to) {
        return isHex(bytes, from, to) ? (to - from) / 2 - 1 : to - from;
    }

    /**
     * Writes the bytes into a place of the caller's, which has room for {@link #longest} of them.
     *
     * @return how many there are
     * @throws ProtocolException if the text is of neither form
     */
    public static int decode(byte[] bytes, int from, int to, byte[] target, int start) {
        return isHex(bytes, from, to) ? hex(bytes, from, to, target, start) : escaped(bytes, from, to, target, start);
    }

    static byte[] value(byte[] bytes, int from, int to) {
        byte[] value = new byte[longest(bytes, from, to)];
        int length = decode(bytes, from, to, value, 0);
        return length == value.length ? value : Arrays.copyOf(value, length);
    }

    private static boolean isHex(byte[] bytes, int from, int to) {
        return to - from >= 2 && bytes[from] == '\\' && bytes[from + 1] == 'x';
    }

    private static int hex(byte[] bytes, int from, int to, byte[] target, int start) {
        if ((to - from) % 2 != 0) {
            throw malformed(bytes, from, to);
        }
        int put = start;
        for (int at = from + 2; at < to; at += 2) {
            int value = (HexDigit.of(bytes[at]) << 4) | HexDigit.of(bytes[at + 1]);
            if (value < 0) {
                throw malformed(bytes, from, to);
            }
            target[put++] = (byte) value;
        }
        return put - start;
    }

    private static int escaped(byte[] bytes, int from, int to, byte[] target, int start) {
        int put = start;
        for (int at = from; at < to; at++) {
            if (bytes[at] != '\\') {
                target[put++] = bytes[at];
            } else if (at + 1 < to && bytes[at + 1] == '\\') {
                target[put++] = '\\';
                at++;
            } else {
                target[put++] = octal(bytes, from, at + 1, to);
                at += OCTAL_DIGITS;
            }
        }
        return put - start;
    }

    private static byte octal(byte[] bytes, int from, int at, int to) {
        int value = 0;
        for (int i = at; i < at + OCTAL_DIGITS; i++) {
            if (i >= to || bytes[i] < '0' || bytes[i] > '7') {
                throw malformed(bytes, from, to);
            }
            value = value * 8 + (bytes[i] - '0');
        }
        if (value > 0xFF) {
            throw malformed(bytes, from, to);
        }
        return (byte) value;
    }

    private static ProtocolException malformed(byte[] bytes, int from, int to) {
        return Malformed.value("bytea", "\\x and pairs of hexadecimal digits, or \\ooo escapes", bytes, from, to);
    }
}
