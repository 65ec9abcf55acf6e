package io.github.pgchime.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * A link's bytes as they come, under TLS if there is any: one read here is one of the socket's. It knows for how long a
 * thread has been waiting for a byte, and lets a {@link Pace} have its way before each wait.
 *
 * <p>Not thread-safe, but for {@link #waitingNanos()}.
 */
final class Intake extends InputStream {

    /** What happens, on the reading thread, before each wait for bytes. */
    @FunctionalInterface
    interface Pace {
        /**
         * Lets time pass, or none.
         *
         * @param lastRead how many bytes the last read brought
         * @param away for how many nanoseconds the reader has been busy with them
         */
        void beforeRead(int lastRead, long away);
    }

    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final InputStream in;
    private final LongSupplier ticks;
    private Pace pace = (lastRead, away) -> {};
    private int lastRead;
    private long returned;
    private volatile long waitingSince = NOT_WAITING;

    /** @param ticks nanoseconds from anywhere, as {@link System#nanoTime()} */
    Intake(InputStream in, LongSupplier ticks) {
        this.in = in;
        this.ticks = ticks;
        this.returned = ticks.getAsLong();
    }

    /** From now on. */
    void pace(Pace chosen) {
        pace = chosen;
    }

    /** For how long a thread has been waiting for a byte; zero while none is. From any thread. */
    long waitingNanos() {
        long since = waitingSince;
        return since == NOT_WAITING ? 0 : Math.max(0, ticks.getAsLong() - since);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        pace.beforeRead(lastRead, ticks.getAsLong() - returned);
        waitingSince = ticks.getAsLong();
        try {
            lastRead = in.read(into, offset, length);
        } finally {
            waitingSince = NOT_WAITING;
        }
        returned = ticks.getAsLong();
        return lastRead;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }
}
