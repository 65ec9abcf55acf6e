package io.github.pgchime.bench.change.debezium;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Debezium's engine, until it has seen so many changes. */
public final class DebeziumDrain {

    private DebeziumDrain() {}

    /** Takes where to connect, the slot, the publication, and how many changes there are. */
    public static void main(String[] arguments) throws InterruptedException {
        long changes = Long.parseLong(arguments[3]);
        AtomicLong seen = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        new JsonEngine(List.of(arguments), Map.of(), () -> {}, more -> {
                    if (seen.addAndGet(more) == changes) {
                        done.countDown();
                    }
                })
                .start();
        done.await();
        // Its own end, which waits for what is under way, is not part of the drain.
        Runtime.getRuntime().halt(0);
    }
}
