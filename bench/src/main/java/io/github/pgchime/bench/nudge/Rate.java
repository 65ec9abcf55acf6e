package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.ReaderProcess;
import io.github.pgchime.bench.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Single-row commits as fast as they go: from clients, as an application would, and from backends by themselves, which
 * is more than any reader bears and shows the reader's own ceiling.
 */
final class Rate {

    /** Who is further behind than this at the end did not keep up. */
    private static final Duration KEPT_UP = Duration.ofSeconds(1);

    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private static final List<NudgeContestant> CONTESTANTS =
            List.of(NudgeContestant.PGJDBC, NudgeContestant.DEFAULTS, NudgeContestant.AT_ONCE);

    private final BenchServer server;
    private final int writers;
    private final Duration length;

    Rate(BenchServer server, int writers, Duration length) {
        this.server = server;
        this.writers = writers;
        this.length = length;
    }

    void run() throws InterruptedException {
        measure(writers + " clients", writers, new OrderWriter(server)::writeAsClient);
        measure("2 backends by themselves", 2, new OrderWriter(server)::writeAsServer);
    }

    private void measure(String who, int writers, Function<Duration, Long> writing) throws InterruptedException {
        Table table = new Table(
                "Single-row commits by " + who,
                "reader",
                "told/s ÷ pgjdbc's",
                "told/s",
                "written/s",
                "lag at the end ms",
                "kept up",
                "reader's CPU s per million commits");
        double peer = 0;
        for (NudgeContestant contestant : CONTESTANTS) {
            try (ReaderProcess reader = new ReaderProcess(contestant, server.url())) {
                reader.start();
                reader.awaitRows(write(writers, WARM_UP, writing));
                reader.start();
                long begun = System.nanoTime();
                long commits = write(writers, length, writing);
                long written = System.nanoTime();
                double cpu = reader.awaitRows(commits).toNanos() / 1e9;
                long told = System.nanoTime();
                double toldPerSecond = commits * 1e9 / (told - begun);
                peer = contestant == NudgeContestant.PGJDBC ? toldPerSecond : peer;
                table.row(
                        contestant.title(),
                        toldPerSecond / peer,
                        Math.round(toldPerSecond),
                        Math.round(commits * 1e9 / (written - begun)),
                        (told - written) / 1_000_000,
                        told - written < KEPT_UP.toNanos() ? "yes" : "no",
                        cpu * 1e6 / commits);
            }
        }
    }

    private static long write(int writers, Duration length, Function<Duration, Long> writing)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                tasks.add(() -> writing.apply(length));
            }
            long commits = 0;
            for (Future<Long> done : threads.invokeAll(tasks)) {
                commits += done.get();
            }
            return commits;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a writer failed", e);
        }
    }
}
