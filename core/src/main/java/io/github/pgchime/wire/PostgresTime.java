package io.github.pgchime.wire;

import java.time.Instant;

/** PostgreSQL's clock: microseconds since the beginning of 2000, UTC. */
public final class PostgresTime {

    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final int MICROS = 1_000_000;

    private PostgresTime() {}

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                EPOCH_SECOND + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }

    /** Cut off to whole microseconds. */
    public static long micros(Instant instant) {
        return (instant.getEpochSecond() - EPOCH_SECOND) * MICROS + instant.getNano() / 1_000;
    }
}
