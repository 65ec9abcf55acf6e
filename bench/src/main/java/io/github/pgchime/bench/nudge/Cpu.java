package io.github.pgchime.bench;

import java.util.List;

/**
 * The processor time that a reader's process takes from the load's start to the last nudge, while one backend writes as
 * fast as it can. Half as many rows before make it warm.
 */
final class Cpu {

    private static final List<Contestant> CONTESTANTS =
            List.of(Contestant.PGJDBC, Contestant.DEFAULTS, Contestant.AT_ONCE);

    private final BenchServer server;
    private final Settings settings;

    Cpu(BenchServer server, Settings settings) {
        this.server = server;
        this.settings = settings;
    }

    void run() throws InterruptedException {
        measure(100);
        measure(10_000);
    }

    private void measure(int perTransaction) throws InterruptedException {
        long rows = settings.rows() / perTransaction * perTransaction;
        long warmUp = rows / 2 / perTransaction * perTransaction;
        Table table = new Table(
                "Processor time, " + String.format(java.util.Locale.ROOT, "%,d", rows) + " rows in transactions of "
                        + perTransaction,
                "reader",
                "CPU ÷ pgjdbc's",
                "CPU s per million rows",
                "rows told/s");
        double peer = 0;
        for (Contestant contestant : CONTESTANTS) {
            try (ReaderProcess reader = new ReaderProcess(contestant, server.url())) {
                reader.start();
                server.writeRows(warmUp, perTransaction);
                reader.awaitRows(warmUp);
                reader.start();
                long begun = System.nanoTime();
                server.writeRows(rows, perTransaction);
                double cpu = reader.awaitRows(rows).toNanos() / 1e9 * 1e6 / rows;
                peer = contestant == Contestant.PGJDBC ? cpu : peer;
                table.row(contestant.title(), cpu / peer, cpu, Math.round(rows * 1e9 / (System.nanoTime() - begun)));
            }
        }
    }
}
