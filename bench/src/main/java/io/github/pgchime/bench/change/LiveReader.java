package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Reader;
import java.util.function.LongConsumer;

/** Reads a slot on a thread of its own until it is closed. */
final class LiveReader implements Reader {

    private final SlotReader reader;
    private volatile boolean closed;

    LiveReader(SlotReader reader, LongConsumer told) {
        this.reader = reader;
        Thread.ofPlatform().name("consumer").daemon().start(() -> read(told));
    }

    private void read(LongConsumer told) {
        try {
            while (!closed) {
                told.accept(reader.next());
            }
        } catch (RuntimeException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.close();
    }
}
