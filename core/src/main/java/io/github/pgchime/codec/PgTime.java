package io.github.pgchime.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * PostgreSQL's own numbers for dates and times: days or microseconds since the year 2000, in the proleptic Gregorian
 * calendar. Its last years are beyond what microseconds since 1970 fit into.
 */
public final class PgTime {

    /** The timestamp or timestamptz {@code infinity}. */
    public static final long INFINITY = Long.MAX_VALUE;

    /** The timestamp or timestamptz {@code -infinity}. */
    public static final long MINUS_INFINITY = Long.MIN_VALUE;

    /** The date {@code infinity}. */
    public static final int DATE_INFINITY = Integer.MAX_VALUE;

    /** The date {@code -infinity}. */
    public static final int DATE_MINUS_INFINITY = Integer.MIN_VALUE;

    /** The days from 1970-01-01 to 2000-01-01. */
    public static final int EPOCH_DAYS = 10_957;

    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    static final int MAX_OFFSET_SECONDS = 16 * 3600 - 1;

    private static final long EPOCH_SECONDS = EPOCH_DAYS * 86_400L;
    private static final int NANOS_PER_MICRO = 1_000;

    /** 4714-11-24 BC, where Julian days begin; the first date and, at midnight, the first timestamp. */
    private static final int FIRST_DAY = -2_451_545;

    /** 5874898-01-01, the first that is no date. */
    private static final int DATES_END = 2_145_031_949;

    /** 294277-01-01, the first that is no timestamp. */
    private static final int TIMESTAMPS_END = 106_751_983;

    private PgTime() {}

    static boolean isDate(long days) {
        return days >= FIRST_DAY && days < DATES_END;
    }

    static boolean isTimestamp(long micros) {
        return micros >= FIRST_DAY * MICROS_PER_DAY && micros < TIMESTAMPS_END * MICROS_PER_DAY;
    }

    /** The microseconds of a day and time, or a number that is no timestamp. */
    static long micros(long days, long timeOfDay, long offsetSeconds) {
        // Beyond a day on each side nothing can be a timestamp, and the product would overflow.
        return days < FIRST_DAY - 1 || days > TIMESTAMPS_END
                ? MINUS_INFINITY
                : days * MICROS_PER_DAY + timeOfDay - offsetSeconds * MICROS_PER_SECOND;
    }

    /** The days since 2000-01-01 to a date in astronomical years, or {@code none} if there is no such date. */
    static long days(int year, int month, int day, long none) {
        if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) {
            return none;
        }
        // Years that begin in March end in the leap day, so that the months before it are always as long.
        long marchYear = month > 2 ? year : year - 1L;
        long era = Math.floorDiv(marchYear, 400L);
        long yearOfEra = marchYear - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        long from0000March = era * 146_097 + dayOfEra;
        return from0000March - 719_468 - EPOCH_DAYS;
    }

    private static int daysOfMonth(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** A date; the infinities are {@link LocalDate#MAX} and {@link LocalDate#MIN}. */
    public static LocalDate date(int days) {
        return switch (days) {
            case DATE_INFINITY -> LocalDate.MAX;
            case DATE_MINUS_INFINITY -> LocalDate.MIN;
            default -> LocalDate.ofEpochDay((long) days + EPOCH_DAYS);
        };
    }

    /** A time of day; 24:00:00 is {@link LocalTime#MAX}. */
    public static LocalTime time(long micros) {
        return micros == MICROS_PER_DAY ? LocalTime.MAX : LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
    }

    /** A timestamp; the infinities are {@link LocalDateTime#MAX} and {@link LocalDateTime#MIN}. */
    public static LocalDateTime timestamp(long micros) {
        if (micros == INFINITY) {
            return LocalDateTime.MAX;
        }
        return micros == MINUS_INFINITY
                ? LocalDateTime.MIN
                : LocalDateTime.ofEpochSecond(seconds(micros), nanos(micros), ZoneOffset.UTC);
    }

    /** A timestamptz; the infinities are {@link Instant#MAX} and {@link Instant#MIN}. */
    public static Instant instant(long micros) {
        if (micros == INFINITY) {
            return Instant.MAX;
        }
        return micros == MINUS_INFINITY ? Instant.MIN : Instant.ofEpochSecond(seconds(micros), nanos(micros));
    }

    private static long seconds(long micros) {
        return Math.floorDiv(micros, MICROS_PER_SECOND) + EPOCH_SECONDS;
    }

    private static int nanos(long micros) {
        return (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO;
    }
}
