package io.github.pgchime.bench.change;

import java.util.Map;

/** As much of pgoutput's first version as it takes to count. */
final class PgOutput {

    /** What the plugin is told. */
    static final Map<String, String> OPTIONS = Map.of("proto_version", "1", "publication_names", Backlog.PUBLICATION);

    private PgOutput() {}

    static boolean isChange(int type) {
        return type == 'I' || type == 'U' || type == 'D';
    }

    static boolean isCommit(int type) {
        return type == 'C';
    }
}
