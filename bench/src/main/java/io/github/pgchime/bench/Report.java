package io.github.pgchime.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The frame of a run's Markdown: what it ran on, and how busy the machine was. */
public final class Report {

    private Report() {}

    /** What is measured, on a server. */
    @FunctionalInterface
    public interface Chapters {
        /** Measures and prints. */
        void run(BenchServer server, Arguments arguments) throws InterruptedException;
    }

    /**
     * Runs the chapters on a server of their own, or says what is wrong with the arguments.
     *
     * @param bench whose resource {@code schema.sql} the server gets
     */
    public static void print(String title, Class<?> bench, Supplier<Arguments> parsing, Chapters chapters)
            throws InterruptedException {
        print(title, bench, Map.of(), parsing, chapters);
    }

    /** As above, on a server with settings of its own. */
    public static void print(
            String title, Class<?> bench, Map<String, String> settings, Supplier<Arguments> parsing, Chapters chapters)
            throws InterruptedException {
        Arguments arguments;
        try {
            arguments = parsing.get();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Failures.endTheProcess();
        try (BenchServer server = new BenchServer(bench, settings)) {
            System.out.println("## " + title);
            System.out.println();
            System.out.println(
                    "- " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name")
                            + ", " + System.getProperty("java.vm.name") + " " + Runtime.version());
            System.out.println("- " + server.conditions());
            System.out.println("- load average before: " + load());
            chapters.run(server, arguments);
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
