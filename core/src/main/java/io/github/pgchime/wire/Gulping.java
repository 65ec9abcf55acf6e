package io.github.pgchime.wire;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Reads a backlog in gulps, which makes the server that sends it faster, up to twice.
 *
 * <p>A walsender hands each message to its kernel by itself, with TCP_NODELAY. While the receiver's window is open, each goes
 * through the whole stack as a segment of its own and wakes the reader; that is most of what the server does. While the
 * window is closed, messages are merely appended to the server's send queue, and leave as large segments once it opens. So,
 * while a backlog flows, the window is kept small and the reader, having read all there is, pauses while the server fills
 * its queue. The window alone would close for moments only, since the reader is faster than the server; pauses alone would
 * let the window grow until the backlog fits into it one segment at a time.
 *
 * <p>The rule: it begins when bytes have flowed at more than {@link #BACKLOG} for {@link #ENOUGH} spells on end, which no
 * lone commit does, nor some hundreds of them per second, and it ends when a gulp came at less than half of that. A gulp is
 * over after {@link #FEW} reads on end that brought next to nothing. Every other pause is a quarter shorter than the one
 * before; if the shorter ones bring more bytes per second, the server's queue was full before the longer ones were over, and
 * all become shorter, else longer, up to a {@link #LARGE} gulp. What the reader's owner did with the bytes in between counts
 * as part of the pause.
 *
 * <p>Not for a unix socket: its queue takes some 200 messages ({@code net.core.wmem_default}), a millisecond's worth, and a
 * pause of any length made the server slower.
 *
 * <p>The choices not to be mended without a measurement (bench/run change drain): reads are counted, and not timed, to find
 * the end of a gulp, for over a network a gulp comes in pieces a round trip apart; pauses are compared with each other and
 * not with the past, for nothing tells how much the server's queue takes, which its kernel sizes as it likes, and what comes
 * may have become dearer to decode since.
 */
final class Gulping implements Intake.Pace {

    /** In which time so many bytes are a backlog: 4 MB/s, or 20,000 rows. */
    static final long SPELL = Duration.ofMillis(16).toNanos();

    static final int BACKLOG = 64 * 1024;

    static final int ENOUGH = 3;

    /** A few messages. A piece of a gulp that comes over a network is larger. */
    static final int LITTLE = 4 * 1024;

    static final int FEW = 8;

    static final long SHORTEST = Duration.ofMillis(1).toNanos();

    /** In less time than this, next to nothing gathers behind the window of a server on this machine. */
    static final long FIRST = Duration.ofMillis(4).toNanos();

    static final long LONGEST = Duration.ofMillis(20).toNanos();

    /** A gulp as large as this saves all there is to save, and a queue of 4 MB has room for it and for what comes meanwhile. */
    static final int LARGE = 1024 * 1024;

    private final LongSupplier ticks;
    private final LongConsumer pause;
    private final Runnable narrow;

    private long since;
    private long bytes;
    private int spells;
    private boolean gulping;
    private boolean narrowed;
    private int few;
    private long length;
    private boolean shorter;
    private double longRate;
    private double shortRate;

    /**
     * Begins with reading as it comes.
     *
     * @param pause lets so many nanoseconds pass, or fewer if the thread is interrupted
     * @param narrow makes the receive window small; run once, at the first backlog
     */
    Gulping(LongSupplier ticks, LongConsumer pause, Runnable narrow) {
        this.ticks = ticks;
        this.pause = pause;
        this.narrow = narrow;
    }

    @Override
    public void beforeRead(int lastRead, long away) {
        bytes += lastRead;
        if (!gulping) {
            watch();
        } else if (lastRead > LITTLE) {
            few = 0;
        } else if (++few == FEW) {
            few = 0;
            endOfGulp(away);
        }
    }

    private void watch() {
        long now = ticks.getAsLong();
        long took = now - since;
        if (took < SPELL) {
            return;
        }
        spells = isBacklog(took, 1) ? spells + 1 : 0;
        double rate = (double) bytes / took;
        begin(now);
        if (spells == ENOUGH) {
            gulping = true;
            few = 0;
            length = FIRST;
            shorter = false;
            longRate = rate;
            shortRate = rate;
            if (!narrowed) {
                narrowed = true;
                narrow.run();
            }
        }
    }

    private void endOfGulp(long away) {
        long now = ticks.getAsLong();
        long took = Math.max(1, now - since);
        if (!isBacklog(took, 2)) {
            gulping = false;
            spells = 0;
            begin(now);
            return;
        }
        steer((double) bytes / took);
        begin(now);
        long planned = shorter ? length * 3 / 4 : length;
        if (away < planned) {
            pause.accept(planned - away);
        }
    }

    /** Whether bytes came at the rate of a backlog, or at that part of it. */
    private boolean isBacklog(long took, int part) {
        return (double) bytes * SPELL * part >= (double) BACKLOG * took;
    }

    private void steer(double rate) {
        if (shorter) {
            shortRate += (rate - shortRate) / 4;
            boolean shorten = longRate < shortRate * 9 / 10 || bytes >= LARGE;
            length = shorten ? Math.max(SHORTEST, length * 7 / 8) : Math.min(LONGEST, length * 9 / 8);
        } else {
            longRate += (rate - longRate) / 4;
        }
        shorter = !shorter;
    }

    private void begin(long now) {
        since = now;
        bytes = 0;
    }
}
