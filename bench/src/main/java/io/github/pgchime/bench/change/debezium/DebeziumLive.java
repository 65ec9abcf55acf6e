package io.github.pgchime.bench.change.debezium;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Debezium's engine, which says {@code live} once it polls, then how many changes have come, until its input ends. */
public final class DebeziumLive {

    private DebeziumLive() {}

    /** Takes where to connect, the slot, the publication, and how often to poll, in milliseconds. */
    public static void main(String[] arguments) throws IOException {
        new JsonEngine(
                        List.of(arguments),
                        Map.of("poll.interval.ms", arguments[3]),
                        () -> System.out.println("live"),
                        System.out::println)
                .start();
        while (System.in.read() >= 0) {
            // Nothing is said to it.
        }
        Runtime.getRuntime().halt(0);
    }
}
