package io.github.pgchime.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs as a process of its own, with what it has said so far; it is gone at close. */
final class Run implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Process process;
    private final Path out;
    private final Path err;

    private Run(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The packaged command; {@code javaOptions} go before its jar. */
    static ProcessBuilder pgchime(List<String> javaOptions, String... args) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in a shell's background ignores SIGINT, and its children would inherit that.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }

    static Run start(String... args) {
        return start(pgchime(List.of(), args));
    }

    /** With this on standard input, and then its end. */
    static Run startWith(String input, String... args) {
        return startWith(input.getBytes(UTF_8), args);
    }

    static Run startWith(byte[] input, String... args) {
        Run run = start(pgchime(List.of(), args));
        try (OutputStream in = run.process.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run;
    }

    static Run start(ProcessBuilder builder) {
        try {
            Path out = Files.createTempFile("pgchime", ".out");
            Path err = Files.createTempFile("pgchime", ".err");
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            return new Run(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code mvn package} made. */
    static Path jar() {
        try (var jars = Files.newDirectoryStream(Path.of("target"), "pgchime-app-*.jar")) {
            var first = jars.iterator();
            assertThat(first).as("the jar in app/target; package the app first").hasNext();
            return first.next().toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> out() {
        return lines(out);
    }

    List<String> err() {
        return lines(err);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for that many lines on standard output, and returns them all. */
    List<String> awaitOut(int lines) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .failFast("it has ended: " + this, () -> !process.isAlive())
                .until(() -> out().size() >= lines);
        return out();
    }

    /** Waits for a line on standard error that holds this text. */
    void awaitErr(String text) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> err().stream().anyMatch(line -> line.contains(text)));
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("ended in time: " + this)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(out);
        Files.delete(err);
    }

    @Override
    public String toString() {
        return "stdout " + out() + ", stderr " + err();
    }
}
