package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.Arguments;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Latency;
import io.github.pgchime.bench.PacedCommits;
import io.github.pgchime.bench.Report;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The nudge feed beside its peer, on a server of its own, as Markdown on standard output. */
public final class NudgeBench {

    private NudgeBench() {}

    /** Takes chapters and numbers, as the usage in an error says. */
    public static void main(String[] given) throws InterruptedException {
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("seconds", 20);
        defaults.put("rows", 1_000_000);
        defaults.put("asleep", 10_000_000);
        defaults.put("writers", 4);
        Report.print(
                "pgchime's nudge feed beside pgjdbc",
                NudgeBench.class,
                () -> Arguments.parse(
                        "nudge", new LinkedHashSet<>(List.of("latency", "rate", "cpu", "heap")), defaults, given),
                NudgeBench::run);
    }

    private static void run(BenchServer server, Arguments arguments) throws InterruptedException {
        Duration length = Duration.ofSeconds(arguments.number("seconds"));
        for (String chapter : arguments.words()) {
            switch (chapter) {
                case "latency" ->
                    new Latency(
                                    "single-row commits",
                                    List.of(NudgeContestant.PGJDBC, NudgeContestant.AT_ONCE, NudgeContestant.UNCHECKED),
                                    new PacedCommits(server, "INSERT INTO orders (state) VALUES ('new')"),
                                    500,
                                    length)
                            .run(server.url());
                case "rate" -> new Rate(server, arguments.number("writers"), length).run();
                case "cpu" -> new Cpu(server, arguments.number("rows")).run();
                default -> new Heap(server, arguments.number("asleep")).run();
            }
        }
    }
}
