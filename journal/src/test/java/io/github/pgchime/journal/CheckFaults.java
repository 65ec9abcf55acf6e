package io.github.pgchime.journal;

import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Two processes with the consumers of a check, and what befalls them. */
final class CheckFaults implements AutoCloseable {

    /** What befalls them. */
    enum Fault {
        KILL,
        TERMINATE,
        STEAL,
        CRASH,
        RESTART
    }

    private final TestDatabase database;
    private final Path file;
    private final Path errors;
    private final CheckLog log;
    private final Random random;
    private final List<Process> processes = new ArrayList<>();
    private final Set<Process> started = new HashSet<>();

    CheckFaults(TestDatabase database, Path directory, Path file, CheckLog log, Random random) throws IOException {
        this.database = database;
        this.file = file;
        this.errors = directory.resolve("errors");
        this.log = log;
        this.random = random;
        processes.add(start());
        processes.add(start());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckProcess.class.getName(),
                        Pool.url(database),
                        database.url(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    /** Waits until all of them lead or stand by. */
    private void awaitStarted() throws IOException {
        for (Process process : processes) {
            if (!started.contains(process)) {
                started.add(process);
                String said = process.inputReader().readLine();
                if (!CheckProcess.STARTED.equals(said)) {
                    throw new IllegalStateException("a process ended: " + Files.readString(errors));
                }
            }
        }
    }

    /** Returns when it is over, and what is wrong is healed as far as it is not the consumers' own part. */
    void befall(Fault fault) throws IOException, InterruptedException {
        awaitStarted();
        switch (fault) {
            case KILL -> kill(leader());
            case TERMINATE -> terminate();
            case STEAL -> steal();
            case CRASH -> database.server().crash();
            case RESTART -> database.server().restart();
        }
    }

    private int leader() {
        String pid =
                database.queryOne("SELECT coalesce(split_part(leader, '-', 2), '') FROM pgchime.consumer WHERE name = '"
                        + CheckProcess.ALL + "'");
        for (int i = 0; i < processes.size(); i++) {
            if (pid.equals(String.valueOf(processes.get(i).pid()))) {
                return i;
            }
        }
        return random.nextInt(processes.size());
    }

    private void kill(int index) throws IOException, InterruptedException {
        Process process = processes.get(index);
        process.destroyForcibly().waitFor();
        log.killed(String.valueOf(process.pid()));
        processes.set(index, start());
    }

    /** Every second session, walsenders too. */
    private void terminate() {
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND random() < 0.5");
    }

    /** As if another instance had it, for somewhat longer than the one that had it takes to notice. */
    private void steal() {
        database.execute("UPDATE pgchime.consumer SET epoch = epoch + 1, leader = 'pgchime-thief-1',"
                + " lease_until = clock_timestamp() + interval '1.5 seconds'");
    }

    /** Lets them finish. */
    @Override
    public void close() throws IOException {
        for (Process process : processes) {
            process.outputWriter().close();
        }
        for (Process process : processes) {
            process.onExit().join();
        }
    }
}
