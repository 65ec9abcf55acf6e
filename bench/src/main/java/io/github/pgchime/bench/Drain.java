package io.github.pgchime.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A load as fast as the server makes it, and a reader in a process of its own: how fast it is told, and the processor
 * time that the reader takes from the load's start to the last of it. Half as much before makes it warm. The readers take
 * turns, the second time in reverse, so that a busy minute of the machine hits all.
 */
public final class Drain {

    private final List<? extends ForkedContestant> contestants;
    private final Load load;

    /** Somebody who commits as fast as possible. */
    @FunctionalInterface
    public interface Load {
        /** Returns when so many are committed. */
        void commit(long count);
    }

    /**
     * Measures nothing yet.
     *
     * @param contestants the peer first
     */
    public Drain(List<? extends ForkedContestant> contestants, Load load) {
        this.contestants = contestants;
        this.load = load;
    }

    /** Measures, and prints the table. */
    public void run(String title, String url, long count) throws InterruptedException {
        Map<ForkedContestant, Figures> figures = new LinkedHashMap<>();
        for (ForkedContestant contestant : contestants) {
            figures.put(contestant, measure(contestant, url, count));
        }
        for (ForkedContestant contestant : contestants.reversed()) {
            figures.merge(contestant, measure(contestant, url, count), Figures::plus);
        }
        Table table = new Table(
                title,
                "reader",
                "told/s ÷ pgjdbc's",
                "CPU ÷ pgjdbc's",
                "told/s",
                "lag at the end ms",
                "CPU s per million");
        Figures peer = figures.values().iterator().next();
        figures.forEach((contestant, of) -> table.row(
                contestant.title(),
                of.rate() / peer.rate(),
                of.cpuPerMillion() / peer.cpuPerMillion(),
                Math.round(of.rate()),
                of.lag() / 1_000_000,
                of.cpuPerMillion()));
    }

    private Figures measure(ForkedContestant contestant, String url, long count) throws InterruptedException {
        try (ReaderProcess reader = new ReaderProcess(contestant, url)) {
            reader.start();
            load.commit(count / 2);
            reader.awaitRows(count / 2);
            reader.start();
            long begun = System.nanoTime();
            load.commit(count);
            long sent = System.nanoTime();
            Duration cpu = reader.awaitRows(count);
            long told = System.nanoTime();
            return new Figures(count, told - begun, told - sent, cpu.toNanos());
        }
    }

    /** What turns took together, in nanoseconds; of the lags the longer. */
    private record Figures(long count, long time, long lag, long cpu) {
        Figures plus(Figures other) {
            return new Figures(count + other.count, time + other.time, Math.max(lag, other.lag), cpu + other.cpu);
        }

        double rate() {
            return count * 1e9 / time;
        }

        double cpuPerMillion() {
            return cpu / 1e9 * 1e6 / count;
        }
    }
}
