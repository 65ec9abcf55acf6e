package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import java.time.Duration;

/**
 * Hears what a stream goes through, for logs and metrics. Called on the stream's threads, the iterating one among them, so it should
 * be quick; what it throws is logged and harms nobody.
 */
public interface ChangeListener {

    /** One that does nothing. */
    ChangeListener NONE = new ChangeListener() {};

    /**
     * The server streams.
     *
     * @param slot the slot
     * @param backendPid the walsender's process
     * @param position what is sent was committed behind it; what of that had been delivered before comes again
     */
    record Connected(String slot, int backendPid, Lsn position) {}

    /** A connection that streamed is lost, after so long. */
    record Disconnected(PgChimeException cause, Duration lived) {}

    /** An attempt failed or a connection was lost; the next attempt (from 1) follows after {@code delay}. */
    record Retrying(int attempt, Duration delay, PgChimeException cause) {}

    default void onConnected(Connected event) {}

    default void onDisconnected(Disconnected event) {}

    default void onRetry(Retrying event) {}
}
