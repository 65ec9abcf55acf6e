package io.github.pgchime.codec;

import io.github.pgchime.value.Interval;
import io.github.pgchime.wire.WireReader;

/** interval, as text with {@code IntervalStyle} iso_8601 or postgres. */
final class Intervals {

    private static final String EXPECTED = "an interval such as P1Y2M3DT4H5M6.7S or 1 year 2 mons 3 days 04:05:06.7";
    private static final int MONTHS_PER_YEAR = 12;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    private static final int MAX_DIGITS = 10;
    private static final int FRACTION_DIGITS = 6;

    private final TextCursor text;
    private int months;
    private int days;
    private long micros;

    private Intervals(TextCursor text) {
        this.text = text;
    }

    static Interval binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type interval", bytes, from, to);
        long micros = value.int64();
        int days = value.int32();
        int months = value.int32();
        value.expectEnd();
        return new Interval(months, days, micros);
    }

    static Interval text(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor("interval", EXPECTED, bytes, from, to);
        try {
            return new Intervals(text).read();
        } catch (ArithmeticException e) {
            throw text.malformed();
        }
    }

    private Interval read() {
        if (text.skip('P')) {
            readIso();
        } else if (text.skip('i')) {
            text.expect("nfinity");
            text.expectEnd();
            return Interval.INFINITY;
        } else if (text.skip('-') && text.skip('i')) {
            text.expect("nfinity");
            text.expectEnd();
            return Interval.NEGATIVE_INFINITY;
        } else {
            text.rewind();
            readPostgres();
        }
        return new Interval(months, days, micros);
    }

    private void readIso() {
        boolean time = text.skip('T');
        boolean more;
        do {
            boolean negative = text.skip('-');
            long number = text.number(MAX_DIGITS);
            long count = negative ? -number : number;
            if (time && text.skip('H')) {
                addMicros(count, MICROS_PER_HOUR);
            } else if (time && text.skip('M')) {
                addMicros(count, MICROS_PER_MINUTE);
            } else if (time) {
                addMicros(count, MICROS_PER_SECOND);
                addMicros(fraction(), negative ? -1 : 1);
                text.expect('S');
            } else if (text.skip('Y')) {
                addMonths(count, MONTHS_PER_YEAR);
            } else if (text.skip('M')) {
                addMonths(count, 1);
            } else {
                addDays(count);
                text.expect('D');
            }
            more = !text.atEnd();
            time |= text.skip('T');
        } while (more);
    }

    private void readPostgres() {
        do {
            boolean negative = text.skip('-');
            if (!negative) {
                text.skip('+');
            }
            long number = text.number(MAX_DIGITS);
            long count = negative ? -number : number;
            if (text.skip(':')) {
                readClock(count, negative ? -1 : 1);
                return;
            }
            text.expect(' ');
            readUnit(count);
        } while (text.skip(' '));
        text.expectEnd();
    }

    private void readUnit(long count) {
        if (text.skip('y')) {
            text.expect("ear");
            addMonths(count, MONTHS_PER_YEAR);
        } else if (text.skip('m')) {
            text.expect("on");
            addMonths(count, 1);
        } else {
            text.expect("day");
            addDays(count);
        }
        text.skip('s');
    }

    private void readClock(long hours, int sign) {
        addMicros(hours, MICROS_PER_HOUR);
        addMicros(sign * text.number(2), MICROS_PER_MINUTE);
        text.expect(':');
        addMicros(sign * text.number(2), MICROS_PER_SECOND);
        addMicros(fraction(), sign);
        text.expectEnd();
    }

    /** A point and up to six digits as microseconds, or 0 if there is none. */
    private long fraction() {
        if (!text.skip('.')) {
            return 0;
        }
        int start = text.at();
        long fraction = text.number(FRACTION_DIGITS);
        for (int digits = text.at() - start; digits < FRACTION_DIGITS; digits++) {
            fraction *= 10;
        }
        return fraction;
    }

    private void addMonths(long count, int each) {
        months = Math.addExact(months, Math.toIntExact(count * each));
    }

    private void addDays(long count) {
        days = Math.addExact(days, Math.toIntExact(count));
    }

    private void addMicros(long count, long each) {
        micros = Math.addExact(micros, Math.multiplyExact(count, each));
    }
}
