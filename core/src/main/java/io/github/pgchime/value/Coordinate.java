package io.github.pgchime.value;

import java.math.BigDecimal;
import java.math.MathContext;

/** The text of a float8 as PostgreSQL writes it: the shortest that reads back the same. */
final class Coordinate {

    /** Beyond these powers of ten PostgreSQL takes the form with an exponent. */
    private static final int SMALLEST_PLAIN = -4;

    private static final int SMALLEST_SCIENTIFIC = 15;

    private static final MathContext ONE_DIGIT = new MathContext(1);

    private Coordinate() {}

    static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal decimal = shortest(value).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= SMALLEST_PLAIN && exponent < SMALLEST_SCIENTIFIC) {
            return decimal.toPlainString();
        }
        StringBuilder text = new StringBuilder(decimal.unscaledValue().abs().toString());
        if (text.length() > 1) {
            text.insert(1, '.');
        }
        text.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent) < 10 ? "0" : "");
        return (value < 0 ? "-" : "") + text.append(Math.abs(exponent));
    }

    /** Java takes no fewer than two digits, also where one would do. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value));
        BigDecimal shorter = decimal.round(ONE_DIGIT);
        return shorter.doubleValue() == value ? shorter : decimal;
    }
}
