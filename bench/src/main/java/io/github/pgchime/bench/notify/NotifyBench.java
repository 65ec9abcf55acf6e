package io.github.pgchime.bench.notify;

import io.github.pgchime.bench.Arguments;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Drain;
import io.github.pgchime.bench.Latency;
import io.github.pgchime.bench.Report;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The notifier beside its peer, on a server of its own, as Markdown on standard output. */
public final class NotifyBench {

    private static final List<NotifyContestant> CONTESTANTS = List.of(NotifyContestant.values());

    private NotifyBench() {}

    /** Takes chapters and numbers, as the usage in an error says. */
    public static void main(String[] given) throws InterruptedException {
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("seconds", 20);
        defaults.put("notifications", 1_000_000);
        Report.print(
                "pgchime's notifier beside pgjdbc",
                NotifyBench.class,
                () -> Arguments.parse("notify", new LinkedHashSet<>(List.of("latency", "rate")), defaults, given),
                NotifyBench::run);
    }

    private static void run(BenchServer server, Arguments arguments) throws InterruptedException {
        NotifySender sender = new NotifySender(server);
        for (String chapter : arguments.words()) {
            if (chapter.equals("latency")) {
                new Latency(
                                "notifications",
                                CONTESTANTS,
                                sender::sendPaced,
                                500,
                                Duration.ofSeconds(arguments.number("seconds")))
                        .run(server.url());
            } else {
                int notifications = arguments.number("notifications");
                rate(server, sender, notifications / 2, 1);
                rate(server, sender, notifications, 100);
                rate(server, sender, notifications, 10_000);
            }
        }
    }

    private static void rate(BenchServer server, NotifySender sender, int notifications, int perTransaction)
            throws InterruptedException {
        int whole = notifications / perTransaction / 2 * perTransaction * 2;
        new Drain(CONTESTANTS, count -> sender.send(count, perTransaction))
                .run(
                        String.format(Locale.ROOT, "%,d notifications in transactions of %,d", whole, perTransaction),
                        server.url(),
                        whole);
    }
}
