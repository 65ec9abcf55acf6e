package io.github.pgchime.change;

import io.github.pgchime.wire.Sql;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What pgoutput is told at START_REPLICATION: the newest protocol that the server has, and what goes with it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logical-replication.html">PostgreSQL: pgoutput's
 *     options</a>
 */
final class PluginOptions {

    /** The versions that brought streaming (2) with binary values and messages, prepared transactions (3), and parallel apply (4). */
    private static final int STREAMING = 14;

    private static final int TWO_PHASE = 15;
    private static final int PARALLEL = 16;

    private PluginOptions() {}

    static Map<String, String> of(ChangeStreamOptions options, int serverVersion, boolean twoPhaseSlot) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("proto_version", protocol(serverVersion));
        told.put(
                "publication_names",
                options.publications().stream().map(Sql::identifier).collect(Collectors.joining(",")));
        if (serverVersion >= STREAMING) {
            told.put("messages", "true");
            told.put("binary", String.valueOf(options.binary()));
            told.put("streaming", options.streaming() ? "on" : "off");
        }
        if (serverVersion >= TWO_PHASE && twoPhaseSlot) {
            told.put("two_phase", "on");
        }
        return Collections.unmodifiableMap(told);
    }

    private static String protocol(int serverVersion) {
        if (serverVersion >= PARALLEL) {
            return "4";
        }
        if (serverVersion >= TWO_PHASE) {
            return "3";
        }
        return serverVersion >= STREAMING ? "2" : "1";
    }
}
