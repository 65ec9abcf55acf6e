package io.github.pgchime.bench.journal;

import io.github.pgchime.bench.Arguments;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Latency;
import io.github.pgchime.bench.PacedCommits;
import io.github.pgchime.bench.Report;
import io.github.pgchime.bench.journal.JournalContestant.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What the journal costs writers, and how fast it is, on a server of its own, as Markdown on standard output. */
public final class JournalBench {

    private static final int PER_SECOND = 200;

    private JournalBench() {}

    /** Takes chapters and numbers, as the usage in an error says. */
    public static void main(String[] given) throws InterruptedException {
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("seconds", 20);
        defaults.put("clients", 64);
        defaults.put("entries", 1_000_000);
        Report.print(
                "pgchime's journal",
                JournalBench.class,
                // Without it a commit has no delay.
                Map.of("fsync", "on"),
                () -> Arguments.parse(
                        "journal",
                        new LinkedHashSet<>(List.of("writers", "statement", "latency", "playback")),
                        defaults,
                        given),
                JournalBench::run);
    }

    private static void run(BenchServer server, Arguments arguments) throws InterruptedException {
        int seconds = arguments.number("seconds");
        for (String chapter : arguments.words()) {
            switch (chapter) {
                case "writers" -> new Writers(server, arguments.number("clients"), seconds).run();
                case "statement" -> new StatementCost(server).run();
                case "latency" ->
                    new Latency(
                                    "entries",
                                    Arrays.stream(Kind.values())
                                            .map(kind -> new JournalContestant(server, kind))
                                            .toList(),
                                    new PacedCommits(server, "CALL publish(1)"),
                                    PER_SECOND,
                                    Duration.ofSeconds(seconds))
                            .run(server.url());
                default -> new Playback(server, arguments.number("entries")).run();
            }
        }
    }
}
