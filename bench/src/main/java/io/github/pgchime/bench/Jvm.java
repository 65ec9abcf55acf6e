package io.github.pgchime.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start a JVM of its own for a main class of the bench. */
public final class Jvm {

    /** Environment variable with more options for every such JVM, such as those that start a profiler. */
    static final String OPTIONS = "BENCH_READER_OPTIONS";

    private static final String LOGGING = "java.util.logging.config.file";

    private Jvm() {}

    /** The command, with the class path of this JVM. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        return command(options, System.getProperty("java.class.path"), main, arguments);
    }

    /** The command, with a class path of its own. */
    public static List<String> command(List<String> options, String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(more());
        command.addAll(
                List.of("-D" + LOGGING + "=" + System.getProperty(LOGGING, ""), "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> more() {
        String options = System.getenv().getOrDefault(OPTIONS, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
    }
}
