package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/** date, time, timetz, timestamp and timestamptz, in both forms. */
final class Temporals {

    private Temporals() {}

    static LocalDate dateText(byte[] bytes, int from, int to) {
        return PgTime.date(TemporalText.date(bytes, from, to));
    }

    static LocalDate dateBinary(byte[] bytes, int from, int to) {
        int days = BigEndian.int32("date", bytes, from, to);
        if (!PgTime.isDate(days) && days != PgTime.DATE_INFINITY && days != PgTime.DATE_MINUS_INFINITY) {
            throw beyond("date", days);
        }
        return PgTime.date(days);
    }

    static LocalTime timeText(byte[] bytes, int from, int to) {
        return PgTime.time(TemporalText.time(bytes, from, to));
    }

    static LocalTime timeBinary(byte[] bytes, int from, int to) {
        long micros = BigEndian.int64("time", bytes, from, to);
        if (micros < 0 || micros > PgTime.MICROS_PER_DAY) {
            throw beyond("time", micros);
        }
        return PgTime.time(micros);
    }

    static OffsetTime timetzText(byte[] bytes, int from, int to) {
        return PgTime.time(TemporalText.timetzMicros(bytes, from, to))
                .atOffset(ZoneOffset.ofTotalSeconds(TemporalText.timetzOffset(bytes, from, to)));
    }

    static OffsetTime timetzBinary(byte[] bytes, int from, int to) {
        if (to - from != Long.BYTES + Integer.BYTES) {
            throw Malformed.value("timetz", "12 bytes", bytes, from, to);
        }
        // The zone counts west of UTC.
        int west = BigEndian.int32("timetz", bytes, from + Long.BYTES, to);
        if (west < -PgTime.MAX_OFFSET_SECONDS || west > PgTime.MAX_OFFSET_SECONDS) {
            throw beyond("timetz", west);
        }
        return timeBinary(bytes, from, from + Long.BYTES).atOffset(ZoneOffset.ofTotalSeconds(-west));
    }

    static LocalDateTime timestampText(byte[] bytes, int from, int to) {
        return PgTime.timestamp(TemporalText.timestamp(bytes, from, to));
    }

    static LocalDateTime timestampBinary(byte[] bytes, int from, int to) {
        return PgTime.timestamp(micros("timestamp", bytes, from, to));
    }

    static Instant timestamptzText(byte[] bytes, int from, int to) {
        return PgTime.instant(TemporalText.timestamptz(bytes, from, to));
    }

    static Instant timestamptzBinary(byte[] bytes, int from, int to) {
        return PgTime.instant(micros("timestamptz", bytes, from, to));
    }

    private static long micros(String type, byte[] bytes, int from, int to) {
        long micros = BigEndian.int64(type, bytes, from, to);
        if (!PgTime.isTimestamp(micros) && micros != PgTime.INFINITY && micros != PgTime.MINUS_INFINITY) {
            throw beyond(type, micros);
        }
        return micros;
    }

    private static ProtocolException beyond(String type, long value) {
        return new ProtocolException("a value of type " + type + ": " + value + " is beyond what PostgreSQL's has");
    }
}
