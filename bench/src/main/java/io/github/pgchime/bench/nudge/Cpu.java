package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Drain;
import java.util.List;
import java.util.Locale;

/** The processor time of the reader's process while one backend writes as fast as it can. */
final class Cpu {

    private final BenchServer server;
    private final long rows;

    Cpu(BenchServer server, long rows) {
        this.server = server;
        this.rows = rows;
    }

    void run() throws InterruptedException {
        measure(100);
        measure(10_000);
    }

    private void measure(int perTransaction) throws InterruptedException {
        OrderWriter writer = new OrderWriter(server);
        long whole = rows / perTransaction / 2 * perTransaction * 2;
        new Drain(
                        List.of(NudgeContestant.PGJDBC, NudgeContestant.DEFAULTS, NudgeContestant.AT_ONCE),
                        count -> writer.writeRows(count, perTransaction))
                .run(
                        String.format(Locale.ROOT, "%,d rows in transactions of %,d", whole, perTransaction),
                        server.url(),
                        whole);
    }
}
