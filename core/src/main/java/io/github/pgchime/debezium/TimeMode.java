package io.github.pgchime.debezium;

/** How dates and times are written: Debezium's {@code time.precision.mode}. */
public enum TimeMode implements Spelled {
    /** Milliseconds where the column has up to three digits of a second, else microseconds. */
    ADAPTIVE("adaptive"),
    /** As {@link #ADAPTIVE}, but a time of day is always in microseconds. */
    ADAPTIVE_TIME_MICROSECONDS("adaptive_time_microseconds"),
    /** Milliseconds. */
    CONNECT("connect"),
    /** Text in the form of ISO 8601. */
    ISOSTRING("isostring"),
    /** Microseconds. */
    MICROSECONDS("microseconds"),
    /** Nanoseconds. */
    NANOSECONDS("nanoseconds");

    private final String spelling;

    TimeMode(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String spelling() {
        return spelling;
    }
}
