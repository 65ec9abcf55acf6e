package io.github.pgchime.bench.change;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who drains a slot; each in a process of its own, which ends with the last change. */
enum DrainContestant {
    PG_RECVLOGICAL("pg_recvlogical to /dev/null"),
    PGJDBC("pgjdbc, counting"),
    RAW("pgchime, counting"),
    UNPACED("pgchime without pauses, counting");

    private static final Path RECVLOGICAL = Path.of("/usr/bin/pg_recvlogical");

    private final String title;

    DrainContestant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Why it does not take part, or nothing. */
    String absent(Route route) {
        return switch (this) {
            case PG_RECVLOGICAL -> Files.isExecutable(RECVLOGICAL) ? "" : "not installed";
            case PGJDBC -> route == Route.UNIX ? "takes no unix socket" : "";
            case RAW, UNPACED -> "";
        };
    }

    List<String> command(String url, String slot, Backlog backlog) {
        return this == PG_RECVLOGICAL
                ? List.of(
                        RECVLOGICAL.toString(),
                        "--dbname=" + url,
                        "--slot=" + slot,
                        "--start",
                        "--file=/dev/null",
                        "--no-loop",
                        "--endpos=" + backlog.end(),
                        "--option=proto_version=1",
                        "--option=publication_names=" + Backlog.PUBLICATION)
                : java(url, slot, Long.toString(backlog.changes()));
    }

    private List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                DrainProcess.class.getName(),
                name()));
        command.addAll(List.of(arguments));
        return command;
    }
}
