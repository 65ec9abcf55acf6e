package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Table;

/** The memory of a feed whose consumer sleeps while rows pass: one batch's worth, however many they are. */
final class Heap {

    private static final String LIMIT = "64m";
    private static final int PER_TRANSACTION = 1_000;
    private static final int TABLES = 50;

    private final BenchServer server;
    private final long asleep;

    Heap(BenchServer server, long asleep) {
        this.server = server;
        this.asleep = asleep;
    }

    void run() throws InterruptedException {
        long rows = asleep / PER_TRANSACTION * PER_TRANSACTION;
        Table table = new Table(
                "A consumer asleep, -Xmx" + LIMIT + ", " + TABLES + " tables, transactions of " + PER_TRANSACTION,
                "rows passed",
                "s",
                "items it then takes",
                "rows they count",
                "most heap after a collection, MB",
                "peak RSS, MB");
        long begun = System.nanoTime();
        try (SleeperProcess sleeper = new SleeperProcess(LIMIT, server.url(), rows)) {
            new OrderWriter(server).writeSpread(rows, PER_TRANSACTION, TABLES);
            SleeperProcess.Awakening found = sleeper.await();
            table.row(
                    rows,
                    (System.nanoTime() - begun) / 1_000_000_000,
                    found.items(),
                    found.rows(),
                    found.heap() / 1e6,
                    found.resident() / 1e3);
            if (found.rows() != rows) {
                throw new IllegalStateException("the items count " + found.rows() + " rows, not " + rows);
            }
        }
    }
}
