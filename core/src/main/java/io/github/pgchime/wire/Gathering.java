package io.github.pgchime.wire;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets bytes gather while messages flow. A server that sends each small message by itself wakes a reader that waits for
 * it each time, and whoever the reader hands it to; a reader that pauses gets many at once, for the same work. A message
 * that comes alone never waits.
 */
final class Gathering implements IntConsumer {

    /** How long a pause is, and the time in which so many reads make a flow. */
    private static final long WHILE = Duration.ofMillis(1).toNanos();

    private static final int FLOW = 16;

    /** A pause that brought less than this ends the flow: eight messages or so. */
    private static final int LITTLE = 1024;

    /** After a read that brought as much there may be more already. */
    private static final int MUCH = 16 * 1024;

    private final LongSupplier ticks;
    private final LongConsumer pause;
    private long since;
    private int reads;
    private boolean flowing;

    /** @param pause lets so many nanoseconds pass */
    Gathering(LongSupplier ticks, LongConsumer pause) {
        this.ticks = ticks;
        this.pause = pause;
    }

    @Override
    public void accept(int lastRead) {
        if (flowing ? lastRead >= LITTLE : makesAFlow()) {
            flowing = true;
            if (lastRead < MUCH) {
                pause.accept(WHILE);
            }
        } else if (flowing) {
            flowing = false;
            reads = 0;
        }
    }

    private boolean makesAFlow() {
        long now = ticks.getAsLong();
        if (reads == 0 || now - since > WHILE) {
            since = now;
            reads = 0;
        }
        reads++;
        return reads == FLOW;
    }
}
