package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import java.math.BigDecimal;

/** money, as text in the locale C: {@code $1,234.56}, {@code -$1.00}. */
public final class Money {

    private static final int SCALE = 2;

    private Money() {}

    /**
     * The cents of the text form, read without making objects.
     *
     * @throws ProtocolException if it is not such a text
     */
    public static long cents(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int start = negative ? from + 1 : from;
        boolean sound = to - start > SCALE + 2 && bytes[start] == '$' && bytes[to - SCALE - 1] == '.';
        long cents = 0;
        for (int at = start + 1; at < to && sound; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                sound = cents >= (Long.MIN_VALUE + digit) / 10;
                cents = cents * 10 - digit;
            } else {
                sound = at == to - SCALE - 1 || (bytes[at] == ',' && at < to - SCALE - 1);
            }
        }
        if (!sound || (!negative && cents == Long.MIN_VALUE)) {
            throw Malformed.value("money", "an amount such as -$1,234.56", bytes, from, to);
        }
        return negative ? cents : -cents;
    }

    static BigDecimal text(byte[] bytes, int from, int to) {
        return BigDecimal.valueOf(cents(bytes, from, to), SCALE);
    }

    static BigDecimal binary(byte[] bytes, int from, int to) {
        return BigDecimal.valueOf(BigEndian.int64("money", bytes, from, to), SCALE);
    }
}
