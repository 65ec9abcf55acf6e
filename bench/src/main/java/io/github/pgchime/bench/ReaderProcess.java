package io.github.pgchime.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * One reader in a JVM of its own. Its side of the talk: says {@code live} once it reads; {@code start} begins a count;
 * {@code until 1000} is answered once as many rows are told, with the processor time since the start, in nanoseconds.
 */
public final class ReaderProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> OPTIONS = List.of("-Xmx256m");

    private final Child child;

    public ReaderProcess(ForkedContestant contestant, String url) throws InterruptedException {
        child = Child.start(OPTIONS, contestant.process(), contestant.name(), url);
        try {
            child.answer(LIMIT);
        } catch (IllegalStateException e) {
            child.close();
            throw e;
        }
    }

    /** Counts from now on. */
    public void start() throws InterruptedException {
        child.ask("start", LIMIT);
    }

    /** Waits until so many rows are told, and returns the processor time that it took. */
    public Duration awaitRows(long rows) throws InterruptedException {
        return Duration.ofNanos(Long.parseLong(child.ask("until " + rows, LIMIT)));
    }

    @Override
    public void close() {
        child.close();
    }

    /** The child's side. */
    public static void serve(ForkedContestant contestant, String url) throws IOException, InterruptedException {
        RowCount count = new RowCount();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Failures.endTheProcess();
        Reader reader = contestant.open(url, count);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answer(in, count, system);
        } finally {
            reader.close();
        }
    }

    private static void answer(BufferedReader in, RowCount count, OperatingSystemMXBean system)
            throws IOException, InterruptedException {
        System.out.println("live");
        long before = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("start")) {
                count.restart();
                before = system.getProcessCpuTime();
                System.out.println("started");
            } else {
                count.await(Long.parseLong(line.substring("until ".length())), LIMIT);
                System.out.println(system.getProcessCpuTime() - before);
            }
        }
    }
}
