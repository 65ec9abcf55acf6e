package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;

/** The whole numbers: int2, int4, int8, and the unsigned oid, xid, cid, xid8. */
public final class WholeNumber {

    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final int DECIMAL = 10;

    private WholeNumber() {}

    /**
     * The text form of a signed number, read without making objects.
     *
     * @param type whose value it is, for the error's text
     * @throws ProtocolException if these are no decimal digits after an optional minus, or beyond the bounds
     */
    public static long text(String type, byte[] bytes, int from, int to, long min, long max) {
        boolean negative = from < to && bytes[from] == '-';
        int at = negative ? from + 1 : from;
        // Kept negative, since there is one more negative number than there are positive ones.
        long value = 0;
        boolean sound = at < to;
        for (; at < to && sound; at++) {
            int digit = bytes[at] - '0';
            sound = digit >= 0 && digit < DECIMAL && value >= (Long.MIN_VALUE + digit) / DECIMAL;
            value = value * DECIMAL - digit;
        }
        boolean fits = negative ? value >= min : value >= -max;
        if (!sound || !fits) {
            throw Malformed.value(type, "a whole number from " + min + " to " + max, bytes, from, to);
        }
        return negative ? value : -value;
    }

    static Short int2Text(byte[] bytes, int from, int to) {
        return (short) text("int2", bytes, from, to, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static Integer int4Text(byte[] bytes, int from, int to) {
        return (int) text("int4", bytes, from, to, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static Long int8Text(byte[] bytes, int from, int to) {
        return text("int8", bytes, from, to, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static Long oidText(byte[] bytes, int from, int to) {
        return text("oid", bytes, from, to, 0, MAX_UNSIGNED_INT);
    }

    static Long xid8Text(byte[] bytes, int from, int to) {
        if (to - from < Long.toString(Long.MAX_VALUE).length()) {
            return text("xid8", bytes, from, to, 0, Long.MAX_VALUE);
        }
        try {
            return Long.parseUnsignedLong(Texts.text(bytes, from, to));
        } catch (NumberFormatException e) {
            throw Malformed.value("xid8", "a whole number of 64 bits without a sign", bytes, from, to);
        }
    }

    static Short int2Binary(byte[] bytes, int from, int to) {
        return BigEndian.int16("int2", bytes, from, to);
    }

    static Integer int4Binary(byte[] bytes, int from, int to) {
        return BigEndian.int32("int4", bytes, from, to);
    }

    static Long int8Binary(byte[] bytes, int from, int to) {
        return BigEndian.int64("int8", bytes, from, to);
    }

    static Long oidBinary(byte[] bytes, int from, int to) {
        return Integer.toUnsignedLong(BigEndian.int32("oid", bytes, from, to));
    }
}
