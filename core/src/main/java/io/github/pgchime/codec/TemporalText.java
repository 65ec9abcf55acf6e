package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;

/**
 * The text forms of date, time, timetz, timestamp and timestamptz under {@code DateStyle = ISO}, read without making
 * objects into the numbers that their binary forms hold: see {@link PgTime}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT">PostgreSQL:
 *     date/time output</a>
 */
public final class TemporalText {

    /** What no day, time or offset is. */
    private static final long NONE = Long.MIN_VALUE;

    private static final int DATE_BEHIND_YEAR = "-MM-DD".length();
    private static final int TIME = "HH:MM:SS".length();
    private static final int FRACTION_DIGITS = 6;
    private static final int MIN_YEAR_DIGITS = 4;
    private static final int MAX_YEAR_DIGITS = 7;

    private TemporalText() {}

    /**
     * The days since 2000-01-01, or one of {@link PgTime}'s infinities.
     *
     * @throws ProtocolException if it is no date
     */
    public static int date(byte[] bytes, int from, int to) {
        if (isInfinity(bytes, from, to)) {
            return bytes[from] == '-' ? PgTime.DATE_MINUS_INFINITY : PgTime.DATE_INFINITY;
        }
        int end = withoutEra(bytes, from, to);
        int dateEnd = dateEnd(bytes, from, end);
        long days = dateEnd == end ? days(bytes, from, dateEnd, end < to) : NONE;
        if (!PgTime.isDate(days)) {
            throw Malformed.value("date", "a date such as 2026-01-31, 0044-03-15 BC or infinity", bytes, from, to);
        }
        return (int) days;
    }

    /**
     * The microseconds since 2000-01-01 00:00:00, or one of {@link PgTime}'s infinities.
     *
     * @throws ProtocolException if it is no timestamp
     */
    public static long timestamp(byte[] bytes, int from, int to) {
        return timestamp("timestamp", false, bytes, from, to);
    }

    /**
     * The microseconds since 2000-01-01 00:00:00 UTC, or one of {@link PgTime}'s infinities.
     *
     * @throws ProtocolException if it is no timestamp with an offset from UTC
     */
    public static long timestamptz(byte[] bytes, int from, int to) {
        return timestamp("timestamptz", true, bytes, from, to);
    }

    private static long timestamp(String type, boolean withOffset, byte[] bytes, int from, int to) {
        if (isInfinity(bytes, from, to)) {
            return bytes[from] == '-' ? PgTime.MINUS_INFINITY : PgTime.INFINITY;
        }
        int end = withoutEra(bytes, from, to);
        int dateEnd = dateEnd(bytes, from, end);
        long days = dateEnd < end ? days(bytes, from, dateEnd, end < to) : NONE;
        long micros = NONE;
        if (days != NONE && bytes[dateEnd] == ' ') {
            int timeEnd = timeEnd(bytes, dateEnd + 1, end);
            long time = timeOfDay(bytes, dateEnd + 1, timeEnd);
            long offset = offset(withOffset, bytes, timeEnd, end);
            micros = time == NONE || offset == NONE ? NONE : PgTime.micros(days, time, offset);
        }
        if (!PgTime.isTimestamp(micros)) {
            throw Malformed.value(
                    type,
                    "a time such as 2026-01-31 23:59:59.999999" + (withOffset ? "+00" : "") + " or infinity",
                    bytes,
                    from,
                    to);
        }
        return micros;
    }

    /**
     * The microseconds since midnight, 86,400,000,000 for 24:00:00.
     *
     * @throws ProtocolException if it is no time
     */
    public static long time(byte[] bytes, int from, int to) {
        long time = timeOfDay(bytes, from, to);
        if (time == NONE) {
            throw Malformed.value("time", "a time such as 23:59:59.999999", bytes, from, to);
        }
        return time;
    }

    /**
     * The microseconds of a timetz since midnight at its offset, 86,400,000,000 for 24:00:00.
     *
     * @throws ProtocolException if it is no time with an offset from UTC
     */
    public static long timetzMicros(byte[] bytes, int from, int to) {
        return checkedTimetz(timeOfDay(bytes, from, timeEnd(bytes, from, to)), bytes, from, to);
    }

    /**
     * The seconds by which the offset of a timetz lies east of UTC.
     *
     * @throws ProtocolException if it is no time with an offset from UTC
     */
    public static int timetzOffset(byte[] bytes, int from, int to) {
        return (int) checkedTimetz(offset(true, bytes, timeEnd(bytes, from, to), to), bytes, from, to);
    }

    private static long checkedTimetz(long part, byte[] bytes, int from, int to) {
        if (part == NONE) {
            throw Malformed.value("timetz", "a time such as 23:59:59.999999+02:30", bytes, from, to);
        }
        return part;
    }

    private static boolean isInfinity(byte[] bytes, int from, int to) {
        int start = from < to && bytes[from] == '-' ? from + 1 : from;
        return to - start == 8
                && bytes[start] == 'i'
                && bytes[start + 1] == 'n'
                && bytes[start + 2] == 'f'
                && bytes[start + 3] == 'i'
                && bytes[start + 4] == 'n'
                && bytes[start + 5] == 'i'
                && bytes[start + 6] == 't'
                && bytes[start + 7] == 'y';
    }

    private static int withoutEra(byte[] bytes, int from, int to) {
        boolean before = to - from > 3 && bytes[to - 1] == 'C' && bytes[to - 2] == 'B' && bytes[to - 3] == ' ';
        return before ? to - 3 : to;
    }

    /** Where the date ends that begins here, if one does; maybe beyond the end of the bytes. */
    private static int dateEnd(byte[] bytes, int from, int to) {
        return digitsEnd(bytes, from, to) + DATE_BEHIND_YEAR;
    }

    private static long days(byte[] bytes, int from, int to, boolean beforeChrist) {
        int yearEnd = to - DATE_BEHIND_YEAR;
        int yearDigits = yearEnd - from;
        if (yearDigits < MIN_YEAR_DIGITS
                || yearDigits > MAX_YEAR_DIGITS
                || bytes[yearEnd] != '-'
                || bytes[yearEnd + 3] != '-') {
            return NONE;
        }
        int year = 0;
        for (int at = from; at < yearEnd; at++) {
            year = year * 10 + (bytes[at] - '0');
        }
        int month = twoDigits(bytes, yearEnd + 1);
        int day = twoDigits(bytes, yearEnd + 4);
        return year == 0 ? NONE : PgTime.days(beforeChrist ? 1 - year : year, month, day, NONE);
    }

    private static int timeEnd(byte[] bytes, int from, int to) {
        int end = Math.min(from + TIME, to);
        return end < to && bytes[end] == '.' ? digitsEnd(bytes, end + 1, to) : end;
    }

    private static long timeOfDay(byte[] bytes, int from, int to) {
        if (to - from < TIME || bytes[from + 2] != ':' || bytes[from + 5] != ':') {
            return NONE;
        }
        int hour = twoDigits(bytes, from);
        int minute = twoDigits(bytes, from + 3);
        int second = twoDigits(bytes, from + 6);
        long fraction = to - from == TIME ? 0 : fraction(bytes, from + TIME, to);
        if ((hour | minute | second | fraction) < 0 || minute > 59 || second > 59) {
            return NONE;
        }
        long micros = ((hour * 60L + minute) * 60 + second) * PgTime.MICROS_PER_SECOND + fraction;
        return micros > PgTime.MICROS_PER_DAY ? NONE : micros;
    }

    /** A point and one to six digits, as microseconds. */
    private static long fraction(byte[] bytes, int from, int to) {
        int digits = to - from - 1;
        if (bytes[from] != '.' || digits < 1 || digits > FRACTION_DIGITS || digitsEnd(bytes, from + 1, to) != to) {
            return NONE;
        }
        long micros = 0;
        for (int i = 0; i < FRACTION_DIGITS; i++) {
            micros = micros * 10 + (i < digits ? bytes[from + 1 + i] - '0' : 0);
        }
        return micros;
    }

    /** {@code +HH}, {@code +HH:MM} or {@code +HH:MM:SS} in seconds; nothing at all is 0 where none is wanted. */
    private static long offset(boolean wanted, byte[] bytes, int from, int to) {
        if (!wanted) {
            return from == to ? 0 : NONE;
        }
        int length = to - from;
        if ((length != 3 && length != 6 && length != 9) || (bytes[from] != '+' && bytes[from] != '-')) {
            return NONE;
        }
        int seconds = 0;
        for (int part = 0; part < 3; part++) {
            int at = from + 3 * part;
            int value = at < to ? twoDigits(bytes, at + 1) : 0;
            if (value < 0 || value > 59 || (part > 0 && at < to && bytes[at] != ':')) {
                return NONE;
            }
            seconds = seconds * 60 + value;
        }
        return seconds > PgTime.MAX_OFFSET_SECONDS ? NONE : bytes[from] == '-' ? -seconds : seconds;
    }

    private static int digitsEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** Two digits, or a negative number if they are none. */
    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }
}
