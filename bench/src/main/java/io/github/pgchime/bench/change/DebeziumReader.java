package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Child;
import io.github.pgchime.bench.Reader;
import io.github.pgchime.bench.change.debezium.DebeziumLive;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Debezium's engine in a process of its own, which says of each change that it has come. */
final class DebeziumReader implements Reader {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Child child;
    private volatile boolean closed;

    /** @param pollInterval in milliseconds */
    DebeziumReader(String url, String slot, int pollInterval, LongConsumer told) {
        child = Child.start(DebeziumPath.command(DebeziumLive.class, url, slot, Integer.toString(pollInterval)));
        answer();
        Thread.ofPlatform().name("consumer").daemon().start(() -> read(told));
    }

    private void read(LongConsumer told) {
        try {
            while (!closed) {
                told.accept(Long.parseLong(answer()));
            }
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private String answer() {
        try {
            return child.answer(LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        child.close();
    }
}
