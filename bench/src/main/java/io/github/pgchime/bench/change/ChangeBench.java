package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Arguments;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The change stream beside its peers, on a server of its own, as Markdown on standard output. */
public final class ChangeBench {

    private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    private ChangeBench() {}

    /** Takes chapters, routes and numbers, as the usage in an error says. */
    public static void main(String[] given) throws InterruptedException, IOException {
        if (given.length > 0 && given[0].equals("large")) {
            LargeBench.run(Arrays.copyOfRange(given, 1, given.length));
            return;
        }
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("changes", 1_300_000);
        defaults.put("rounds", 3);
        // Its path must fit into a socket's name, which that of a temporary directory need not.
        Path sockets = Files.createTempDirectory(Path.of("/tmp"), "pg");
        try {
            Report.print(
                    "pgchime's change stream beside its peers",
                    ChangeBench.class,
                    Map.of("unix_socket_directories", sockets.toString()),
                    () -> Arguments.parse(
                            "change drain",
                            new LinkedHashSet<>(List.of("tcp", "unix", "tls", "delayed")),
                            defaults,
                            withoutChapter(given)),
                    (server, arguments) -> drain(server, arguments, sockets.toString()));
        } finally {
            Files.deleteIfExists(sockets);
        }
    }

    /** There is one chapter yet. */
    private static String[] withoutChapter(String... given) {
        return List.of(given).stream().filter(word -> !word.equals("drain")).toArray(String[]::new);
    }

    private static void drain(BenchServer server, Arguments arguments, String sockets) throws InterruptedException {
        System.out.println("- congestion control: " + congestionControl());
        Backlog backlog = new Backlog(server, arguments.number("changes"));
        SlotDrain drain = new SlotDrain(backlog, arguments.number("rounds"));
        for (String word : arguments.words()) {
            Route route = Route.valueOf(word.toUpperCase(Locale.ROOT));
            String url = Route.url(route.options(server.url(), sockets));
            String title = String.format(Locale.ROOT, "Drain of %,d changes, %s", backlog.changes(), route.title());
            if (route != Route.DELAYED) {
                drain.run(title, route, url);
            } else if (!DelayedLoopback.during(() -> drain.run(title, route, url))) {
                System.out.println("\n(no delayed loopback: tc netem takes root)");
            }
        }
    }

    private static String congestionControl() {
        try {
            return Files.readString(CONGESTION).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
