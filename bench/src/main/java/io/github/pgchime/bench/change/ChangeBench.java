package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Arguments;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Latency;
import io.github.pgchime.bench.PacedCommits;
import io.github.pgchime.bench.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The change stream beside its peers, on a server of its own, as Markdown on standard output. */
public final class ChangeBench {

    private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    private static final List<DrainContestant> ALLOCATING =
            List.of(DrainContestant.RAW, DrainContestant.TYPED, DrainContestant.JSON);

    private static final String COMMIT = "INSERT INTO payment VALUES (nextval('live_payment'), 12345, 1234.56,"
            + " 'invoice of this month', now(), false, gen_random_uuid(), '{\"channel\": \"web\", \"country\": \"AT\"}')";

    private final BenchServer server;
    private final Arguments arguments;
    private final String sockets;

    private ChangeBench(BenchServer server, Arguments arguments, String sockets) {
        this.server = server;
        this.arguments = arguments;
        this.sockets = sockets;
    }

    /** Takes chapters, routes, readers and numbers, as the usage in an error says. */
    public static void main(String[] given) throws InterruptedException, IOException {
        if (given.length > 0 && given[0].equals("large")) {
            LargeBench.run(Arrays.copyOfRange(given, 1, given.length));
            return;
        }
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("changes", 1_300_000);
        defaults.put("rounds", 3);
        defaults.put("seconds", 20);
        // Its path must fit into a socket's name, which that of a temporary directory need not.
        Path sockets = Files.createTempDirectory(Path.of("/tmp"), "pg");
        try {
            Report.print(
                    "pgchime's change stream beside its peers",
                    ChangeBench.class,
                    Map.of("unix_socket_directories", sockets.toString()),
                    () -> Arguments.parse(
                            "change",
                            List.of(
                                    words(List.of("drain", "latency", "allocation"), chapter -> chapter),
                                    words(List.of(Route.values()), Route::word),
                                    words(List.of(DrainContestant.values()), DrainContestant::word)),
                            defaults,
                            given),
                    (server, arguments) -> new ChangeBench(server, arguments, sockets.toString()).run());
        } finally {
            Files.deleteIfExists(sockets);
        }
    }

    private static <T> Set<String> words(List<T> all, Function<T, String> word) {
        return all.stream().map(word).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private <T> List<T> chosen(T[] all, Function<T, String> word) {
        return Arrays.stream(all)
                .filter(each -> arguments.words().contains(word.apply(each)))
                .toList();
    }

    private void run() throws InterruptedException {
        System.out.println("- congestion control: " + congestionControl());
        boolean drain = arguments.words().contains("drain");
        boolean allocation = arguments.words().contains("allocation");
        if (arguments.words().contains("latency")) {
            latency(200);
            latency(500);
        }
        if (drain || allocation) {
            Backlog backlog = new Backlog(server, arguments.number("changes"));
            if (drain) {
                drain(backlog);
            }
            if (allocation) {
                new Allocation(backlog).run(ALLOCATING, url(Route.TCP));
            }
        }
    }

    private void latency(int perSecond) throws InterruptedException {
        new Latency(
                        "single-row commits",
                        List.of(LiveContestant.values()),
                        new PacedCommits(server, COMMIT),
                        perSecond,
                        Duration.ofSeconds(arguments.number("seconds")))
                .run(url(Route.TCP));
    }

    private void drain(Backlog backlog) throws InterruptedException {
        SlotDrain drain = new SlotDrain(
                backlog, chosen(DrainContestant.values(), DrainContestant::word), arguments.number("rounds"));
        for (Route route : chosen(Route.values(), Route::word)) {
            String title = String.format(Locale.ROOT, "Drain of %,d changes, %s", backlog.changes(), route.title());
            if (route != Route.DELAYED) {
                drain.run(title, route, url(route));
            } else if (!DelayedLoopback.during(() -> drain.run(title, route, url(route)))) {
                System.out.println("\n(no delayed loopback: tc netem takes root)");
            }
        }
    }

    private String url(Route route) {
        return Route.url(route.options(server.url(), sockets));
    }

    private static String congestionControl() {
        try {
            return Files.readString(CONGESTION).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
