package io.github.pgchime.bench.journal;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Table;
import io.github.pgchime.bench.journal.WakingJournal.WakeUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What publishing costs a transaction of an application, of which many run side by side on a server whose commits take 5 ms:
 * pgbench, without an entry and with one, unread and read by a consumer that is woken in each way. They take turns, the second time in
 * reverse.
 */
final class Writers {

    /** Of the machine's packages: the embedded binaries have none. */
    private static final Path PGBENCH = Path.of("/usr/bin/pgbench");

    private static final String WITHOUT = """
            \\set id random(1, 100000)
            UPDATE account SET balance = balance + 1 WHERE id = :id;
            """;

    private static final String PUBLISHING = """
            \\set id random(1, 100000)
            WITH changed AS (UPDATE account SET balance = balance + 1 WHERE id = :id RETURNING id, balance)
            SELECT pgchime.notify('orders', jsonb_build_object('id', id, 'balance', balance), id::text) FROM changed;
            """;

    private static final String OWN_OUTBOX = """
            \\set id random(1, 100000)
            WITH changed AS (UPDATE account SET balance = balance + 1 WHERE id = :id RETURNING id, balance)
            INSERT INTO notification (channel, data) SELECT 'orders', jsonb_build_object('id', id, 'balance', balance) FROM changed;
            """;

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    /** What is written, and who reads. */
    private enum Kind {
        NO_ENTRY("no entry", WITHOUT),
        OUTBOX("a row in a table with a primary key instead", OWN_OUTBOX),
        UNREAD("an entry, nobody reads", PUBLISHING),
        NUDGE("an entry, nudge", PUBLISHING),
        CHECK("an entry, check", PUBLISHING),
        NOTIFY("an entry, notify", PUBLISHING);

        private final String title;
        private final String script;

        Kind(String title, String script) {
            this.title = title;
            this.script = script;
        }

        boolean isRead() {
            return this == NUDGE || this == CHECK || this == NOTIFY;
        }
    }

    /** Of a turn, or the sums of several. */
    private record Figures(double tps, long handled) {
        Figures plus(Figures other) {
            return new Figures(tps + other.tps, handled + other.handled);
        }
    }

    private final BenchServer server;
    private final int clients;
    private final int seconds;

    Writers(BenchServer server, int clients, int seconds) {
        this.server = server;
        this.clients = clients;
        this.seconds = seconds;
    }

    void run() throws InterruptedException {
        if (!Files.isExecutable(PGBENCH)) {
            System.out.println("\nno writers: pgbench is not installed");
            return;
        }
        Map<Kind, Figures> figures = new EnumMap<>(Kind.class);
        List<Kind> turns = new ArrayList<>(List.of(Kind.values()));
        turns.addAll(Arrays.asList(Kind.values()).reversed());
        measure(Kind.NUDGE);
        for (Kind kind : turns) {
            figures.merge(kind, measure(kind), Figures::plus);
        }
        Table table = new Table(
                clients + " clients of pgbench, fsync=on, commit_delay=5000",
                "transaction",
                "tps ÷ without",
                "tps",
                "handled meanwhile, %");
        Figures without = Objects.requireNonNull(figures.get(Kind.NO_ENTRY));
        figures.forEach((kind, of) -> table.row(
                kind.title,
                of.tps() / without.tps(),
                Math.round(of.tps() / 2),
                kind.isRead() ? 100.0 * of.handled() / (of.tps() * seconds) : Double.NaN));
    }

    private Figures measure(Kind kind) throws InterruptedException {
        LongAdder handled = new LongAdder();
        WakeUp wakeUp = kind.isRead() ? WakeUp.valueOf(kind.name()) : WakeUp.CHECK;
        try (WakingJournal journal = new WakingJournal(server.url(), wakeUp, entry -> handled.increment())) {
            if (!kind.isRead()) {
                journal.stopReading();
            }
            double tps = pgbench(kind.script);
            return new Figures(tps, handled.sum());
        }
    }

    /** Transactions a second. */
    private double pgbench(String script) throws InterruptedException {
        ConnectionOptions options = ConnectionOptions.parse(server.url());
        try {
            Path file = Files.createTempFile("transaction", ".sql");
            try {
                Files.writeString(file, script);
                List<String> command = new ArrayList<>(List.of(
                        PGBENCH.toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + clients,
                        "--jobs=2",
                        "--time=" + seconds,
                        "--file=" + file,
                        "--host=" + options.host(),
                        "--port=" + options.port(),
                        "--username=" + options.user(),
                        options.database()));
                ProcessBuilder pgbench = new ProcessBuilder(command);
                pgbench.environment().put("PGOPTIONS", "-c commit_delay=5000");
                Process process = pgbench.redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Matcher tps = TPS.matcher(said);
                if (process.waitFor() != 0 || !tps.find()) {
                    throw new IllegalStateException("pgbench failed: " + said);
                }
                return Double.parseDouble(tps.group(1));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
