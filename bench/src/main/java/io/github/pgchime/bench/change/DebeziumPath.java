package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Jvm;
import java.util.List;

/** The class path with Debezium on it, which {@code bench/run} names by a system property. */
final class DebeziumPath {

    private static final String PROPERTY = "pgchime.bench.debezium";

    /** Twice what the others have, for its queue and batches. */
    private static final List<String> OPTIONS = List.of("-Xmx512m");

    private DebeziumPath() {}

    /** What starts a main class that reads this slot in a process of its own. */
    static List<String> command(Class<?> main, String url, String slot, String more) {
        return Jvm.command(OPTIONS, System.getProperty(PROPERTY, ""), main, url, slot, Backlog.PUBLICATION, more);
    }
}
