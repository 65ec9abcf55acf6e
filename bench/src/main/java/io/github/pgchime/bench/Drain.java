package io.github.pgchime.bench;

import java.time.Duration;
import java.util.List;

/**
 * A load as fast as the server makes it, and a reader in a process of its own: how fast it is told, and the processor
 * time that the reader takes from the load's start to the last of it. Half as much before makes it warm.
 */
public final class Drain {

    private final List<? extends Contestant> contestants;
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
    public Drain(List<? extends Contestant> contestants, Load load) {
        this.contestants = contestants;
        this.load = load;
    }

    /** Measures, and prints the table. */
    public void run(String title, String url, long count) throws InterruptedException {
        Table table = new Table(
                title,
                "reader",
                "told/s ÷ pgjdbc's",
                "CPU ÷ pgjdbc's",
                "told/s",
                "lag at the end ms",
                "CPU s per million");
        double peerRate = 0;
        double peerCpu = 0;
        for (Contestant contestant : contestants) {
            try (ReaderProcess reader = new ReaderProcess(contestant, url)) {
                reader.start();
                load.commit(count / 2);
                reader.awaitRows(count / 2);
                reader.start();
                long begun = System.nanoTime();
                load.commit(count);
                long sent = System.nanoTime();
                double cpu = reader.awaitRows(count).toNanos() / 1e9 * 1e6 / count;
                long told = System.nanoTime();
                double rate = count * 1e9 / (told - begun);
                peerRate = peerRate == 0 ? rate : peerRate;
                peerCpu = peerCpu == 0 ? cpu : peerCpu;
                table.row(
                        contestant.title(),
                        rate / peerRate,
                        cpu / peerCpu,
                        Math.round(rate),
                        Duration.ofNanos(told - sent).toMillis(),
                        cpu);
            }
        }
    }
}
