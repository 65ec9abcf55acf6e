package io.github.pgchime.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The nudge feed beside its peer, on a server of its own, as Markdown on standard output. */
public final class NudgeBench {

    private NudgeBench() {}

    /** Takes what {@link Settings#USAGE} says. */
    public static void main(String[] arguments) throws InterruptedException {
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Failures.endTheProcess();
        try (BenchServer server = new BenchServer()) {
            System.out.println("## pgchime's nudge feed beside pgjdbc");
            System.out.println();
            System.out.println(
                    "- " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name")
                            + ", " + System.getProperty("java.vm.name") + " " + Runtime.version());
            System.out.println("- " + server.conditions());
            System.out.println("- load average before: " + load());
            for (Settings.Chapter chapter : settings.chapters()) {
                switch (chapter) {
                    case LATENCY -> new Latency(server, settings).run();
                    case RATE -> new Rate(server, settings).run();
                    case CPU -> new Cpu(server, settings).run();
                    case HEAP -> new Heap(server, settings).run();
                }
            }
            System.out.println("\nload average after: " + load());
        }
    }

    /** Far above the number of cores before the run, it says that the machine had other things to do. */
    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
