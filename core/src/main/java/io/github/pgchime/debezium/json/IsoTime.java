package io.github.pgchime.debezium.json;

/** Dates and times in the form of ISO 8601, from days and microseconds since 1970. */
final class IsoTime {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int FRACTION_DIGITS = 6;
    private static final int LAST_YEAR_OF_FOUR_DIGITS = 9_999;

    private IsoTime() {}

    /** Such as {@code 2026-01-31}, {@code -0043-03-15} for 44 BC, {@code +10000-01-01}. */
    static void date(JsonBuffer out, long epochDay) {
        // Years that begin in March end in the leap day, so that the months before it are always as long.
        long day = epochDay + 719_468;
        long era = Math.floorDiv(day, 146_097L);
        long dayOfEra = day - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long march = (5 * dayOfYear + 2) / 153;
        long month = march < 10 ? march + 3 : march - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        year(out, year);
        out.raw('-');
        out.digits(month, 2);
        out.raw('-');
        out.digits(dayOfYear - (153 * march + 2) / 5 + 1, 2);
    }

    private static void year(JsonBuffer out, long year) {
        if (year >= 0 && year <= LAST_YEAR_OF_FOUR_DIGITS) {
            out.digits(year, 4);
        } else if (year < 0 && year >= -LAST_YEAR_OF_FOUR_DIGITS) {
            out.raw('-');
            out.digits(-year, 4);
        } else {
            out.raw(year < 0 ? '-' : '+');
            out.number(Math.abs(year));
        }
    }

    /** Such as {@code 23:59:59.5}, with as few digits of the fraction as hold it. */
    static void time(JsonBuffer out, long microsOfDay) {
        seconds(out, microsOfDay);
        long fraction = microsOfDay % MICROS_PER_SECOND;
        int digits = FRACTION_DIGITS;
        while (fraction != 0 && fraction % 10 == 0) {
            fraction /= 10;
            digits--;
        }
        if (fraction != 0) {
            out.raw('.');
            out.digits(fraction, digits);
        }
    }

    /** Such as {@code 23:59:59.500}, with just so many digits of the fraction. */
    static void time(JsonBuffer out, long microsOfDay, int digits) {
        seconds(out, microsOfDay);
        if (digits > 0) {
            out.raw('.');
            long fraction = microsOfDay % MICROS_PER_SECOND;
            for (int i = FRACTION_DIGITS; i > digits; i--) {
                fraction /= 10;
            }
            out.digits(fraction, digits);
        }
    }

    private static void seconds(JsonBuffer out, long microsOfDay) {
        long seconds = microsOfDay / MICROS_PER_SECOND;
        out.digits(seconds / 3_600, 2);
        out.raw(':');
        out.digits(seconds / 60 % 60, 2);
        out.raw(':');
        out.digits(seconds % 60, 2);
    }
}
