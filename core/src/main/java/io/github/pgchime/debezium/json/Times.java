package io.github.pgchime.debezium.json;

import io.github.pgchime.codec.BigEndian;
import io.github.pgchime.codec.PgTime;
import io.github.pgchime.codec.TemporalText;
import io.github.pgchime.debezium.TimeMode;

/** date, time, timetz, timestamp and timestamptz. */
final class Times {

    private static final int MOST_DIGITS = 6;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long EPOCH_MICROS = PgTime.EPOCH_DAYS * MICROS_PER_DAY;

    /** What Debezium has for the infinities of a timestamp, in milliseconds: pgjdbc's. */
    private static final long INFINITE_MILLIS = 9_223_372_036_825_200L;

    private static final long MINUS_INFINITE_MILLIS = -9_223_372_036_832_400L;
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    private Times() {}

    static TypeWriter date(TimeMode mode) {
        Schema schema = switch (mode) {
            case ISOSTRING -> Schema.STRING.as("io.debezium.time.IsoDate");
            case CONNECT -> Schema.INT32.as("org.apache.kafka.connect.data.Date");
            case ADAPTIVE, ADAPTIVE_TIME_MICROSECONDS, MICROSECONDS, NANOSECONDS ->
                Schema.INT32.as("io.debezium.time.Date");
        };
        return TypeWriter.of(new Date(mode == TimeMode.ISOSTRING), schema, "1970-01-01")
                .allDefaults();
    }

    static TypeWriter time(TimeMode mode, int modifier) {
        Unit unit = Unit.ofTime(mode, digits(modifier));
        return TypeWriter.of(new Time(unit), unit.time(), "00:00:00").allDefaults();
    }

    static TypeWriter timestamp(TimeMode mode, int modifier) {
        Unit unit = Unit.of(mode, digits(modifier));
        return TypeWriter.of(new Timestamp(unit), unit.timestamp(), "1970-01-01 00:00:00")
                .allDefaults();
    }

    static TypeWriter timestamptz(int modifier) {
        Schema schema = Schema.STRING.as("io.debezium.time.ZonedTimestamp");
        return TypeWriter.of(new ZonedTimestamp(digits(modifier)), schema, "1970-01-01 00:00:00+00")
                .allDefaults();
    }

    static TypeWriter timetz() {
        return TypeWriter.of(new ZonedTime(), Schema.STRING.as("io.debezium.time.ZonedTime"), "00:00:00+00");
    }

    private static int digits(int modifier) {
        return modifier < 0 || modifier > MOST_DIGITS ? MOST_DIGITS : modifier;
    }

    private record Date(boolean iso) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, TemporalText.date(bytes, from, to));
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, BigEndian.int32("date", bytes, from, to));
        }

        /** An infinity's number is Debezium's: it overflows, and so is no date's. */
        private void write(JsonBuffer out, int days) {
            if (!iso) {
                out.number(days + PgTime.EPOCH_DAYS);
            } else if (days == PgTime.DATE_INFINITY || days == PgTime.DATE_MINUS_INFINITY) {
                out.string(days > 0 ? INFINITY : MINUS_INFINITY);
            } else {
                out.raw('"');
                IsoTime.date(out, (long) days + PgTime.EPOCH_DAYS);
                out.raw("Z\"");
            }
        }
    }

    private record Time(Unit unit) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, TemporalText.time(bytes, from, to));
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, BigEndian.int64("time", bytes, from, to));
        }

        private void write(JsonBuffer out, long micros) {
            switch (unit) {
                case MILLIS, CONNECT -> out.number(micros / 1_000);
                case MICROS -> out.number(micros);
                case NANOS -> out.number(micros * 1_000);
                case ISO -> {
                    out.raw('"');
                    IsoTime.time(out, Math.floorMod(micros, MICROS_PER_DAY));
                    out.raw("Z\"");
                }
            }
        }
    }

    private record Timestamp(Unit unit) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, TemporalText.timestamp(bytes, from, to));
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, BigEndian.int64("timestamp", bytes, from, to));
        }

        private void write(JsonBuffer out, long since2000) {
            if (since2000 == PgTime.INFINITY || since2000 == PgTime.MINUS_INFINITY) {
                infinite(out, since2000 > 0);
                return;
            }
            switch (unit) {
                case MILLIS, CONNECT -> out.number(Math.floorDiv(since2000, 1_000L) + EPOCH_MICROS / 1_000);
                case MICROS -> micros(out, since2000);
                case NANOS -> {
                    micros(out, since2000);
                    if (since2000 != -EPOCH_MICROS) {
                        out.raw("000");
                    }
                }
                case ISO -> {
                    out.raw('"');
                    IsoTime.date(out, Math.floorDiv(since2000, MICROS_PER_DAY) + PgTime.EPOCH_DAYS);
                    out.raw('T');
                    IsoTime.time(out, Math.floorMod(since2000, MICROS_PER_DAY));
                    out.raw("Z\"");
                }
            }
        }

        /** The last 60 years do not fit into a long; without a sign they do. */
        private static void micros(JsonBuffer out, long since2000) {
            long micros = since2000 + EPOCH_MICROS;
            if (since2000 > 0 && micros < 0) {
                out.raw(Long.toUnsignedString(micros));
            } else {
                out.number(micros);
            }
        }

        private void infinite(JsonBuffer out, boolean positive) {
            long millis = positive ? INFINITE_MILLIS : MINUS_INFINITE_MILLIS;
            switch (unit) {
                case MILLIS, CONNECT -> out.number(millis);
                case MICROS -> out.number(millis * 1_000);
                case NANOS -> out.number(positive ? Long.MAX_VALUE : Long.MIN_VALUE);
                case ISO -> out.string(positive ? INFINITY : MINUS_INFINITY);
            }
        }
    }

    /** Text in UTC, with as many digits of a second as the column has. */
    private record ZonedTimestamp(int digits) implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, TemporalText.timestamptz(bytes, from, to));
        }

        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, BigEndian.int64("timestamptz", bytes, from, to));
        }

        private void write(JsonBuffer out, long since2000) {
            if (since2000 == PgTime.INFINITY || since2000 == PgTime.MINUS_INFINITY) {
                out.string(since2000 > 0 ? INFINITY : MINUS_INFINITY);
                return;
            }
            out.raw('"');
            IsoTime.date(out, Math.floorDiv(since2000, MICROS_PER_DAY) + PgTime.EPOCH_DAYS);
            out.raw('T');
            IsoTime.time(out, Math.floorMod(since2000, MICROS_PER_DAY), digits);
            out.raw("Z\"");
        }
    }

    /** Text in UTC; 24:00:00 is midnight. */
    private record ZonedTime() implements ValueWriter {
        @Override
        public void text(JsonBuffer out, byte[] bytes, int from, int to) {
            write(out, TemporalText.timetzMicros(bytes, from, to), TemporalText.timetzOffset(bytes, from, to));
        }

        /** The zone counts west of UTC. */
        @Override
        public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
            int zone = Math.min(from + Long.BYTES, to);
            write(out, BigEndian.int64("timetz", bytes, from, zone), -BigEndian.int32("timetz", bytes, zone, to));
        }

        private static void write(JsonBuffer out, long micros, int east) {
            out.raw('"');
            IsoTime.time(out, Math.floorMod(micros - east * 1_000_000L, MICROS_PER_DAY));
            out.raw("Z\"");
        }
    }
}
