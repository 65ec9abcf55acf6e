package io.github.pgchime.nudge;

import io.github.pgchime.PgChimeException;
import java.time.Duration;

/**
 * Hears what a feed goes through, for logs and metrics. Called on the feed's threads, so it should be quick; what it
 * throws is logged and harms nobody.
 */
public interface NudgeListener {

    /** One that does nothing. */
    NudgeListener NONE = new NudgeListener() {};

    /**
     * The server streams.
     *
     * @param slot the temporary slot
     * @param plugin the output plugin
     * @param backendPid the walsender's process
     */
    record Connected(String slot, String plugin, int backendPid) {}

    /** A connection that streamed is lost, after so long. */
    record Disconnected(PgChimeException cause, Duration lived) {}

    /** An attempt failed or a connection was lost; the next attempt (from 1) follows after {@code delay}. */
    record Retrying(int attempt, Duration delay, PgChimeException cause) {}

    default void onConnected(Connected event) {}

    default void onDisconnected(Disconnected event) {}

    default void onRetry(Retrying event) {}

    /** An item is ready; the application may take it conflated with others. */
    default void onItem(FeedItem item) {}

    /** What the application handed to {@link NudgeFeed#forEachAsync} threw this; the next item follows. */
    default void onError(Throwable error) {}
}
