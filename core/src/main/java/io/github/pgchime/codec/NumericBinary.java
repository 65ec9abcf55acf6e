package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The binary form of numeric, {@code numeric_send}: digits to the base of 10,000, and where the point is among them. */
final class NumericBinary {

    private static final int BASE = 10_000;
    private static final int DIGITS_IN_BASE = 4;
    private static final int DIGITS_OF_LONG = 4;
    private static final int MAX_SCALE = 16_383;

    private static final short POSITIVE = 0;
    private static final short NEGATIVE = 0x4000;
    private static final short NOT_A_NUMBER = (short) 0xC000;
    private static final short INFINITY = (short) 0xD000;
    private static final short NEGATIVE_INFINITY = (short) 0xF000;

    private NumericBinary() {}

    static Number number(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type numeric", bytes, from, to);
        int count = value.int16();
        int weight = value.int16();
        short sign = value.int16();
        int scale = value.int16();
        if (count != value.remaining() / Short.BYTES || scale < 0 || scale > MAX_SCALE) {
            throw malformed(bytes, from, to);
        }
        return switch (sign) {
            case POSITIVE, NEGATIVE -> {
                BigInteger digits = digits(value, count);
                value.expectEnd();
                int power = DIGITS_IN_BASE * (weight - count + 1);
                yield scaled(sign == NEGATIVE ? digits.negate() : digits, power, scale, bytes, from, to);
            }
            case NOT_A_NUMBER -> Double.NaN;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> throw malformed(bytes, from, to);
        };
    }

    private static BigInteger digits(WireReader value, int count) {
        if (count <= DIGITS_OF_LONG) {
            long digits = 0;
            for (int i = 0; i < count; i++) {
                digits = digits * BASE + digit(value);
            }
            return BigInteger.valueOf(digits);
        }
        StringBuilder digits = new StringBuilder(count * DIGITS_IN_BASE);
        for (int i = 0; i < count; i++) {
            digits.append(BASE + digit(value)).deleteCharAt(i * DIGITS_IN_BASE);
        }
        return new BigInteger(digits.toString());
    }

    private static int digit(WireReader value) {
        int digit = value.int16();
        if (digit < 0 || digit >= BASE) {
            throw new ProtocolException("a value of type numeric: expected digits from 0 to 9999, but read " + digit);
        }
        return digit;
    }

    private static BigDecimal scaled(BigInteger digits, int power, int scale, byte[] bytes, int from, int to) {
        try {
            return new BigDecimal(digits, -power).setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw malformed(bytes, from, to);
        }
    }

    private static ProtocolException malformed(byte[] bytes, int from, int to) {
        return Malformed.value(
                "numeric", "a count of digits, their weight, a sign, a scale and the digits", bytes, from, to);
    }
}
