package io.github.pgchime.debezium.json;

import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.debezium.IntervalMode;
import io.github.pgchime.value.Interval;
import java.math.BigInteger;

/** interval. */
record Intervals(IntervalMode mode) implements ValueWriter {

    private static final int MONTHS_PER_YEAR = 12;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    /** Of 30.4375 days, the mean over four years. */
    private static final long MICROS_PER_MONTH = MICROS_PER_DAY * 487 / 16;

    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    static TypeWriter type(IntervalMode mode) {
        Schema schema = switch (mode) {
            case NUMERIC -> Schema.INT64.as("io.debezium.time.MicroDuration");
            case STRING -> Schema.STRING.as("io.debezium.time.Interval");
        };
        return TypeWriter.of(new Intervals(mode), schema, "PT0S").allDefaults();
    }

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        write(out, (Interval) BuiltIn.INTERVAL.codec().text(bytes, from, to));
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        write(out, (Interval) BuiltIn.INTERVAL.codec().binary(bytes, from, to));
    }

    private void write(JsonBuffer out, Interval interval) {
        switch (mode) {
            case NUMERIC -> out.number(micros(interval));
            case STRING -> {
                if (interval.equals(Interval.INFINITY) || interval.equals(Interval.NEGATIVE_INFINITY)) {
                    out.string(interval.toString());
                } else {
                    iso(out, interval);
                }
            }
        }
    }

    /** What does not fit, as the infinities do not, is the furthest number that there is. */
    private static long micros(Interval interval) {
        return BigInteger.valueOf(interval.months())
                .multiply(BigInteger.valueOf(MICROS_PER_MONTH))
                .add(BigInteger.valueOf(interval.days()).multiply(BigInteger.valueOf(MICROS_PER_DAY)))
                .add(BigInteger.valueOf(interval.micros()))
                .max(LEAST)
                .min(MOST)
                .longValueExact();
    }

    /** With every unit, be there any of it or not. */
    private static void iso(JsonBuffer out, Interval interval) {
        long micros = interval.micros();
        out.raw("\"P");
        out.number(interval.months() / MONTHS_PER_YEAR);
        out.raw('Y');
        out.number(interval.months() % MONTHS_PER_YEAR);
        out.raw('M');
        out.number(interval.days());
        out.raw("DT");
        out.number(micros / MICROS_PER_HOUR);
        out.raw('H');
        out.number(micros % MICROS_PER_HOUR / MICROS_PER_MINUTE);
        out.raw('M');
        seconds(out, micros % MICROS_PER_MINUTE);
        out.raw("S\"");
    }

    private static void seconds(JsonBuffer out, long micros) {
        if (micros < 0) {
            out.raw('-');
        }
        long left = Math.abs(micros);
        out.number(left / MICROS_PER_SECOND);
        long fraction = left % MICROS_PER_SECOND;
        int digits = 6;
        while (fraction != 0 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        if (fraction != 0) {
            out.raw('.');
            out.digits(fraction, digits);
        }
    }
}
