package io.github.pgchime.debezium;

/** How interval is written: Debezium's {@code interval.handling.mode}. */
public enum IntervalMode implements Spelled {
    /** Microseconds, a month taken as 30.4375 days. */
    NUMERIC("numeric"),
    /** Text in the form {@code P1Y2M3DT4H5M6.7S}. */
    STRING("string");

    private final String spelling;

    IntervalMode(String spelling) {
        this.spelling = spelling;
    }

    @Override
    public String spelling() {
        return spelling;
    }
}
