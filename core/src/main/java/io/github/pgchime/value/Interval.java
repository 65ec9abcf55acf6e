package io.github.pgchime.value;

/**
 * A span of time in the three units that PostgreSQL keeps apart, since a month has no fixed number of days, nor a day of
 * hours. Each may have its own sign.
 *
 * @param months years are twelve of them
 * @param days weeks are seven of them
 * @param micros hours, minutes and seconds
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT">PostgreSQL:
 *     interval</a>
 */
public record Interval(int months, int days, long micros) {

    /** {@code infinity}, which PostgreSQL knows since 17. */
    public static final Interval INFINITY = new Interval(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** {@code -infinity}, which PostgreSQL knows since 17. */
    public static final Interval NEGATIVE_INFINITY = new Interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);

    private static final int MONTHS_PER_YEAR = 12;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    private static final int FRACTION_DIGITS = 6;

    /** The form of {@code IntervalStyle = iso_8601}, such as {@code P1Y2M3DT4H5M6.7S}. */
    @Override
    public String toString() {
        if (equals(INFINITY)) {
            return "infinity";
        }
        if (equals(NEGATIVE_INFINITY)) {
            return "-infinity";
        }
        StringBuilder text = new StringBuilder("P");
        append(text, months / MONTHS_PER_YEAR, 'Y');
        append(text, months % MONTHS_PER_YEAR, 'M');
        append(text, days, 'D');
        if (micros != 0) {
            text.append('T');
            append(text, micros / MICROS_PER_HOUR, 'H');
            append(text, micros % MICROS_PER_HOUR / MICROS_PER_MINUTE, 'M');
            appendSeconds(text, micros % MICROS_PER_MINUTE);
        }
        return text.length() == 1 ? "PT0S" : text.toString();
    }

    private static void append(StringBuilder text, long count, char unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }

    private static void appendSeconds(StringBuilder text, long micros) {
        if (micros == 0) {
            return;
        }
        text.append(micros < 0 ? "-" : "").append(Math.abs(micros / MICROS_PER_SECOND));
        long fraction = Math.abs(micros % MICROS_PER_SECOND);
        if (fraction != 0) {
            String digits = Long.toString(MICROS_PER_SECOND + fraction);
            int end = FRACTION_DIGITS + 1;
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(digits, 1, end);
        }
        text.append('S');
    }
}
