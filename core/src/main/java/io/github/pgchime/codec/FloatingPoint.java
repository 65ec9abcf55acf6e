package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import java.nio.charset.StandardCharsets;

/** float4 and float8. */
public final class FloatingPoint {

    /** The longest that the server writes is {@code -2.2250738585072014e-308}. */
    private static final int LONGEST = 64;

    /** Powers of ten that a double holds exactly, as it does as many digits: one division by one of them rounds just once. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private FloatingPoint() {}

    /**
     * The text form, which for a plain decimal of up to 15 digits is read without making objects.
     *
     * @param type whose value it is, for the error's text
     * @throws ProtocolException if it is neither a number, NaN, Infinity nor -Infinity
     */
    public static double text(String type, byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        long digits = 0;
        int point = to;
        int start = negative ? from + 1 : from;
        for (int at = start; at < to; at++) {
            if (bytes[at] == '.' && point == to) {
                point = at;
            } else if (bytes[at] >= '0' && bytes[at] <= '9' && to - start < POWERS.length) {
                digits = digits * 10 + (bytes[at] - '0');
            } else {
                return Double.parseDouble(checked(type, bytes, from, to));
            }
        }
        if (start == to || point == start || point == to - 1) {
            throw malformed(type, bytes, from, to);
        }
        double value = point == to ? digits : digits / POWERS[to - point - 1];
        return negative ? -value : value;
    }

    static Double float8Text(byte[] bytes, int from, int to) {
        return text("float8", bytes, from, to);
    }

    /** Never by way of a double, which would round twice. */
    static Float float4Text(byte[] bytes, int from, int to) {
        return Float.parseFloat(checked("float4", bytes, from, to));
    }

    static Double float8Binary(byte[] bytes, int from, int to) {
        return Double.longBitsToDouble(BigEndian.int64("float8", bytes, from, to));
    }

    static Float float4Binary(byte[] bytes, int from, int to) {
        return Float.intBitsToFloat(BigEndian.int32("float4", bytes, from, to));
    }

    /** A text that Java reads as PostgreSQL means it: Java would take hexadecimal digits and a suffix as well. */
    private static String checked(String type, byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            throw malformed(type, bytes, from, to);
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        if (!special && !isDecimal(bytes, from, to)) {
            throw malformed(type, bytes, from, to);
        }
        return text;
    }

    /** {@code -1.5e+10}: digits, a point and digits, an exponent of up to three digits. */
    private static boolean isDecimal(byte[] bytes, int from, int to) {
        int at = from < to && bytes[from] == '-' ? from + 1 : from;
        int end = digits(bytes, at, to);
        boolean sound = end > at;
        if (sound && end < to && bytes[end] == '.') {
            at = end + 1;
            end = digits(bytes, at, to);
            sound = end > at;
        }
        if (sound && end < to && bytes[end] == 'e') {
            at = end + 1 < to && (bytes[end + 1] == '+' || bytes[end + 1] == '-') ? end + 2 : end + 1;
            end = digits(bytes, at, to);
            sound = end > at && end - at <= 3;
        }
        return sound && end == to;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static ProtocolException malformed(String type, byte[] bytes, int from, int to) {
        return Malformed.value(type, "a decimal, NaN, Infinity or -Infinity", bytes, from, to);
    }
}
