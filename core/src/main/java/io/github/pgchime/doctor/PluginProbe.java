package io.github.pgchime.doctor;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.Sql;

/**
 * Tries output plugins, each with a temporary slot.
 *
 * <p>The server loads the plugin before it waits for open transactions, so a wait that times out says that the plugin
 * is there. What an error leaves, the server itself drops; what is made is dropped here, so that the next try needs no
 * second slot, and what is cut short dies with the session.
 */
final class PluginProbe {

    /** What came of a try. */
    sealed interface Outcome {
        /** The slot was made. */
        record Made() implements Outcome {}

        /** The plugin is there, and the slot waited for open transactions until the time was up. */
        record Waited() implements Outcome {}

        /** The server refused, or never answered. */
        record Refused(PgChimeException cause) implements Outcome {}
    }

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final WalSender walSender;
    private final String slot;

    /** @param walSender a session with a {@code lock_timeout} */
    PluginProbe(WalSender walSender) {
        this.walSender = walSender;
        this.slot = "pgchime_doctor_" + walSender.connection().backendPid();
    }

    Outcome attempt(String plugin) {
        try {
            walSender.createTemporarySlot(slot, plugin);
            walSender.query("DROP_REPLICATION_SLOT " + Sql.identifier(slot));
            return new Outcome.Made();
        } catch (ConnectionLostException e) {
            return new Outcome.Refused(e);
        } catch (ServerException e) {
            if (!e.sqlState().equals(LOCK_NOT_AVAILABLE)) {
                return new Outcome.Refused(e);
            }
            // One wait has said it: the next plugin need not wait as long.
            walSender.query("SET lock_timeout = 10");
            return new Outcome.Waited();
        }
    }
}
