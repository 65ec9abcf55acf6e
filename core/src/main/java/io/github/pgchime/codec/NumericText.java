package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import java.math.BigDecimal;

/** The text form of numeric: a sign, digits, a point, digits; or NaN, Infinity, -Infinity. */
public final class NumericText {

    /** What PostgreSQL's numeric holds before and behind the point, and the sign and the point. */
    private static final int LONGEST = 131_072 + 16_383 + 2;

    /** So many digits any long holds. */
    private static final int DIGITS_OF_LONG = 18;

    private NumericText() {}

    /** Whether it is a number, and not NaN or an infinity; that it is a sound one is for its reader to say. */
    public static boolean isFinite(byte[] bytes, int from, int to) {
        byte last = from < to ? bytes[to - 1] : 0;
        return last != 'N' && last != 'y';
    }

    /** How many digits there are behind the point. */
    public static int scale(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '.') {
                return to - at - 1;
            }
        }
        return 0;
    }

    /** Whether {@link #unscaledLong} may be asked: the number is finite and short enough. */
    public static boolean fitsLong(byte[] bytes, int from, int to) {
        return to - from <= DIGITS_OF_LONG && isFinite(bytes, from, to);
    }

    /**
     * All the digits as one number, without the point.
     *
     * @throws ProtocolException if it is no number
     */
    public static long unscaledLong(byte[] bytes, int from, int to) {
        check(bytes, from, to);
        long unscaled = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] >= '0') {
                unscaled = unscaled * 10 + (bytes[at] - '0');
            }
        }
        return bytes[from] == '-' ? -unscaled : unscaled;
    }

    /**
     * The number; it has the scale it was written with.
     *
     * @return a {@link BigDecimal}, or a {@link Double} that is NaN or infinite
     * @throws ProtocolException if it is none
     */
    public static Number number(byte[] bytes, int from, int to) {
        if (!isFinite(bytes, from, to)) {
            return switch (to - from <= "-Infinity".length() ? Texts.text(bytes, from, to) : "") {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw malformed(bytes, from, to);
            };
        }
        if (to - from <= DIGITS_OF_LONG) {
            return BigDecimal.valueOf(unscaledLong(bytes, from, to), scale(bytes, from, to));
        }
        check(bytes, from, to);
        return new BigDecimal(Texts.text(bytes, from, to));
    }

    private static void check(byte[] bytes, int from, int to) {
        int start = from < to && bytes[from] == '-' ? from + 1 : from;
        int point = to;
        for (int at = start; at < to; at++) {
            if (bytes[at] == '.' && point == to) {
                point = at;
            } else if (bytes[at] < '0' || bytes[at] > '9') {
                throw malformed(bytes, from, to);
            }
        }
        if (start == to || point == start || point == to - 1 || to - from > LONGEST) {
            throw malformed(bytes, from, to);
        }
    }

    private static ProtocolException malformed(byte[] bytes, int from, int to) {
        return Malformed.value("numeric", "a decimal, NaN, Infinity or -Infinity", bytes, from, to);
    }
}
