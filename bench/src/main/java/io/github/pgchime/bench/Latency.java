package io.github.pgchime.bench;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * From the commit's return on the writer's side to the item in the consumer's hands, in one JVM, so that one clock
 * measures both. Each contestant reads alone; they take turns, the second time in reverse, so that a busy minute of the
 * machine hits all.
 */
final class Latency {

    private static final Duration INTERVAL = Duration.ofMillis(2);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<Contestant> CONTESTANTS =
            List.of(Contestant.PGJDBC, Contestant.AT_ONCE, Contestant.UNCHECKED);

    private final BenchServer server;
    private final Duration turn;
    private final Map<Contestant, Figures> figures = new EnumMap<>(Contestant.class);

    /** Latencies in nanoseconds, and how many commits were told before they had returned; these count as zero. */
    private static final class Figures {
        private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        private long early;

        void record(long nanos) {
            early += nanos < 0 ? 1 : 0;
            latencies.recordValue(Math.max(0, nanos));
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }

        double earlyPercent() {
            return 100.0 * early / latencies.getTotalCount();
        }
    }

    Latency(BenchServer server, Settings settings) {
        this.server = server;
        this.turn = settings.length().dividedBy(2);
    }

    void run() throws InterruptedException {
        CONTESTANTS.forEach(contestant -> figures.put(contestant, new Figures()));
        for (Contestant contestant : CONTESTANTS) {
            measure(contestant);
        }
        for (Contestant contestant : CONTESTANTS.reversed()) {
            measure(contestant);
        }
        Table table = new Table(
                "Latency from commit to item, 500 single-row commits/s",
                "reader",
                "p50 ÷ pgjdbc's",
                "p50 ms",
                "p99 ms",
                "max ms",
                "told before the commit returned, %");
        double peer = figure(Contestant.PGJDBC).millis(50);
        for (Contestant contestant : CONTESTANTS) {
            Figures of = figure(contestant);
            table.row(
                    contestant.title(),
                    of.millis(50) / peer,
                    of.millis(50),
                    of.millis(99),
                    of.millis(100),
                    of.earlyPercent());
        }
    }

    private Figures figure(Contestant contestant) {
        return figures.computeIfAbsent(contestant, none -> new Figures());
    }

    private void measure(Contestant contestant) throws InterruptedException {
        int uncounted = (int) WARM_UP.dividedBy(INTERVAL);
        int commits = uncounted + (int) turn.dividedBy(INTERVAL);
        Arrivals arrivals = new Arrivals(commits);
        Reader reader = contestant.open(server.url(), arrivals);
        try {
            long[] returned = server.writePaced(commits, INTERVAL);
            arrivals.count.await(commits, LIMIT);
            Figures of = figure(contestant);
            for (int i = uncounted; i < commits; i++) {
                of.record(arrivals.at[i] - returned[i]);
            }
        } finally {
            reader.close();
        }
    }

    /** When each row was told; one writer's rows are told in the order of their commits. */
    private static final class Arrivals implements LongConsumer {
        private final long[] at;
        private final RowCount count = new RowCount();
        private int told;

        Arrivals(int rows) {
            at = new long[rows];
        }

        @Override
        public void accept(long rows) {
            long now = System.nanoTime();
            for (long i = 0; i < rows; i++) {
                at[told++] = now;
            }
            count.accept(rows);
        }
    }
}
