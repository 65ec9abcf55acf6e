package io.github.pgchime.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, so that its processor time and memory are the reader's alone. One line goes in, one comes out; it
 * ends when its standard input does, and so with this JVM, however that ends.
 */
public final class Child implements AutoCloseable {

    /** How the JVM's own log begins its lines: a flight recorder speaks up on standard output. */
    private static final String JVM_LOG = "[";

    private static final String ENDED = "ended";

    private final Process process;
    private final PrintStream in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Child(Process process) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, java.nio.charset.StandardCharsets.UTF_8);
        Thread.ofPlatform().name("child-output").daemon().start(this::readAnswers);
    }

    /** Starts one. */
    public static Child start(List<String> jvmOptions, Class<?> main, String... arguments) {
        return start(Jvm.command(jvmOptions, main, arguments));
    }

    /** Starts one by its command. */
    public static Child start(List<String> command) {
        try {
            return new Child(
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new IllegalStateException("no JVM started by " + command, e);
        }
    }

    private void readAnswers() {
        try (BufferedReader out = process.inputReader()) {
            out.lines().filter(line -> !line.startsWith(JVM_LOG)).forEach(answers::add);
        } catch (IOException e) {
            // Its end is told below like any other.
        } finally {
            answers.add(ENDED);
        }
    }

    /** Says something, and waits for the answer. */
    public String ask(String line, Duration limit) throws InterruptedException {
        in.println(line);
        return answer(limit);
    }

    /** Waits for what it says next. */
    public String answer(Duration limit) throws InterruptedException {
        String answer = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (answer == null || answer.equals(ENDED)) {
            throw new IllegalStateException("the reader's process "
                    + (answer == null ? "said nothing for " + limit.toSeconds() + " s" : "ended; see above why"));
        }
        return answer;
    }

    @Override
    public void close() {
        in.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
