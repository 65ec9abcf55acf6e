package io.github.pgchime.testkit.script;

import java.util.Map;

/**
 * A client's start-up packet.
 *
 * @param protocol the version, such as {@code 0x30000} for 3.0
 * @param parameters such as {@code user}, {@code database}, {@code replication}
 */
public record Startup(int protocol, Map<String, String> parameters) {

    /** Whether it asks for a walsender. */
    public boolean isReplication() {
        return parameters.containsKey("replication");
    }
}
