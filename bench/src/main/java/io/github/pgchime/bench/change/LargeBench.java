package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Arguments;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Child;
import io.github.pgchime.bench.Report;
import io.github.pgchime.bench.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One transaction of very many rows, read by a change stream in a small JVM: how much memory and disk that takes, committed and
 * rolled back, in pieces while it is in progress and at once.
 */
final class LargeBench {

    private static final String HEAP = "64m";
    private static final Duration LIMIT = Duration.ofHours(1);

    private final BenchServer server;
    private final int rows;
    private final Table table;

    private LargeBench(BenchServer server, int rows) {
        this.server = server;
        this.rows = rows;
        this.table = new Table(
                String.format(Locale.ROOT, "A transaction of %,d rows, -Xmx%s", rows, HEAP),
                "sent",
                "ended by",
                "changes delivered",
                "s to write",
                "s until read to the end",
                "CPU s",
                "most heap after a collection, MB",
                "peak RSS, MB",
                "most disk, MB",
                "disk afterwards, MB");
    }

    /** Takes {@code --rows=10000000}. */
    static void run(String... given) throws InterruptedException {
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("rows", 10_000_000);
        Report.print(
                "pgchime's change stream and a large transaction",
                ChangeBench.class,
                () -> Arguments.parse("change large", new LinkedHashSet<>(), defaults, given),
                (server, arguments) -> {
                    LargeBench bench = new LargeBench(server, arguments.number("rows"));
                    for (boolean streaming : new boolean[] {true, false}) {
                        bench.measure(streaming, "COMMIT");
                        bench.measure(streaming, "ROLLBACK");
                    }
                });
    }

    private void measure(boolean streaming, String end) throws InterruptedException {
        server.execute(
                "DROP TABLE IF EXISTS large",
                "CREATE TABLE large (id bigint PRIMARY KEY, note text)",
                "DROP PUBLICATION IF EXISTS large",
                "CREATE PUBLICATION large FOR TABLE large");
        try (Child child =
                Child.start(List.of("-Xmx" + HEAP), LargeProcess.class, server.url(), Boolean.toString(streaming))) {
            child.answer(LIMIT);
            long begun = System.nanoTime();
            server.execute("BEGIN; INSERT INTO large SELECT g, 'row ' || g || repeat(' x', 30) FROM generate_series(1, "
                    + rows + ") AS g; " + end);
            long written = System.nanoTime();
            server.execute("INSERT INTO large VALUES (0)");
            String[] said = child.answer(LIMIT).split(" ", -1);
            table.row(
                    streaming ? "in pieces" : "at once",
                    end,
                    Long.parseLong(said[0]),
                    (written - begun) / 1_000_000_000,
                    (System.nanoTime() - begun) / 1_000_000_000,
                    Double.parseDouble(said[1]),
                    Long.parseLong(said[2]) / 1e6,
                    Long.parseLong(said[3]) / 1e3,
                    Long.parseLong(said[4]) / 1e6,
                    Long.parseLong(said[5]) / 1e6);
        }
    }
}
