package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Jvm;
import io.github.pgchime.bench.change.debezium.DebeziumDrain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who drains a slot; each in a process of its own, which ends with the last change. */
enum DrainContestant {
    PG_RECVLOGICAL("pg_recvlogical to /dev/null"),
    PGJDBC("pgjdbc, counting"),
    DEBEZIUM("Debezium, JSON"),
    RAW("pgchime, counting"),
    UNPACED("pgchime without pauses, counting"),
    TYPED("pgchime, every value"),
    JSON("pgchime, Debezium's JSON to /dev/null");

    private static final Path RECVLOGICAL = Path.of("/usr/bin/pg_recvlogical");

    private static final List<String> USUAL = List.of("-Xmx256m");

    /** As the launcher of the pgchime command has it. */
    private static final List<String> COMMAND =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", "-Xmx96m", "-Xss512k", "-XX:-UsePerfData");

    private final String title;

    DrainContestant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** How the command line calls it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why it does not take part, or nothing. */
    String absent(Route route) {
        return switch (this) {
            case PG_RECVLOGICAL -> Files.isExecutable(RECVLOGICAL) ? "" : "not installed";
            case PGJDBC, DEBEZIUM -> route == Route.UNIX ? "takes no unix socket" : "";
            case RAW, UNPACED, TYPED, JSON -> "";
        };
    }

    /** The reader itself, of those that read in this JVM. */
    SlotReader open(String url, String slot) {
        return switch (this) {
            case PGJDBC -> new PgjdbcReader(url, slot);
            case RAW -> new RawReader(url, slot, true);
            case UNPACED -> new RawReader(url, slot, false);
            case TYPED -> new TypedReader(url, slot);
            case JSON -> new JsonReader(url, slot);
            case PG_RECVLOGICAL, DEBEZIUM -> throw new IllegalArgumentException(title + " is a program of its own");
        };
    }

    List<String> command(String url, String slot, Backlog backlog) {
        String changes = Long.toString(backlog.changes());
        return switch (this) {
            case PG_RECVLOGICAL -> recvlogical(url, slot, backlog.end());
            case DEBEZIUM -> DebeziumPath.command(DebeziumDrain.class, url, slot, changes);
            case PGJDBC, RAW, UNPACED, TYPED, JSON ->
                Jvm.command(jvmOptions(), DrainProcess.class, name(), url, slot, changes);
        };
    }

    /** What its JVM is given. */
    List<String> jvmOptions() {
        return this == JSON ? COMMAND : USUAL;
    }

    private static List<String> recvlogical(String url, String slot, String end) {
        List<String> command = new ArrayList<>(List.of(
                RECVLOGICAL.toString(),
                "--dbname=" + url,
                "--slot=" + slot,
                "--start",
                "--file=/dev/null",
                "--no-loop",
                "--endpos=" + end));
        PgOutput.OPTIONS.forEach((name, value) -> command.add("--option=" + name + "=" + value));
        return command;
    }
}
