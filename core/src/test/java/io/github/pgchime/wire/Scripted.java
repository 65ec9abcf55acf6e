package io.github.pgchime.wire;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.util.Map;

/** Connections to a scripted server. */
final class Scripted {

    private Scripted() {}

    static ConnectionOptions options(ScriptedServer server) {
        return ConnectionOptions.parse(server.url(), Map.of());
    }

    static PgConnection open(ScriptedServer server) {
        return open(options(server));
    }

    static PgConnection open(ConnectionOptions options) {
        return PgConnection.open(options, PgConnection.Role.ORDINARY, () -> 0);
    }

    /** Opens a session that plays this script after its welcome. */
    static PgConnection play(ScriptedServer server, Script script) {
        server.onOrdinary(script);
        return open(server);
    }
}
