package io.github.pgchime.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * From the commit's return on the writer's side to the item in the consumer's hands, in one JVM, so that one clock
 * measures both. Each contestant reads alone; they take turns, the second time in reverse, so that a busy minute of the
 * machine hits all.
 */
public final class Latency {

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final String what;
    private final List<? extends Contestant> contestants;
    private final Paced paced;
    private final int perSecond;
    private final Duration turn;
    private final Map<Contestant, Figures> figures = new LinkedHashMap<>();

    /** Somebody who commits at a steady pace. */
    @FunctionalInterface
    public interface Paced {
        /** Commits so many times at this interval; when each had returned, by {@link System#nanoTime}. */
        long[] commit(int commits, Duration interval);
    }

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

    /**
     * Measures nothing yet.
     *
     * @param what the commits, for the title
     * @param contestants the peer first
     * @param perSecond how many commits
     * @param length how long each is measured
     */
    public Latency(String what, List<? extends Contestant> contestants, Paced paced, int perSecond, Duration length) {
        this.what = what;
        this.contestants = contestants;
        this.paced = paced;
        this.perSecond = perSecond;
        this.turn = length.dividedBy(2);
    }

    /** Measures, and prints the table. */
    public void run(String url) throws InterruptedException {
        contestants.forEach(contestant -> figures.put(contestant, new Figures()));
        for (Contestant contestant : contestants) {
            measure(contestant, url);
        }
        for (Contestant contestant : contestants.reversed()) {
            measure(contestant, url);
        }
        Table table = new Table(
                "Latency from commit to item, " + perSecond + " " + what + "/s",
                "reader",
                "p50 ÷ the peer's",
                "p99 ÷ the peer's",
                "p50 ms",
                "p99 ms",
                "max ms",
                "told before the commit returned, %");
        Figures peer = figures.values().iterator().next();
        figures.forEach((contestant, of) -> table.row(
                contestant.title(),
                of.millis(50) / peer.millis(50),
                of.millis(99) / peer.millis(99),
                of.millis(50),
                of.millis(99),
                of.millis(100),
                of.earlyPercent()));
    }

    private void measure(Contestant contestant, String url) throws InterruptedException {
        Duration interval = Duration.ofSeconds(1).dividedBy(perSecond);
        int uncounted = (int) WARM_UP.dividedBy(interval);
        int commits = uncounted + (int) turn.dividedBy(interval);
        Arrivals arrivals = new Arrivals(commits);
        Reader reader = contestant.open(url, arrivals);
        try {
            long[] returned = paced.commit(commits, interval);
            arrivals.count.await(commits, LIMIT);
            Figures of = Objects.requireNonNull(figures.get(contestant));
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
