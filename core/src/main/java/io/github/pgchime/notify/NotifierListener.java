package io.github.pgchime.notify;

import io.github.pgchime.PgChimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Hears what a notifier goes through, for logs and metrics. Called on the notifier's threads, so it should be quick;
 * what it throws is logged and harms nobody. It must not subscribe from {@code onConnected}, {@code onDisconnected},
 * {@code onRetry} and {@code onReconnected}, whose thread is the one that would have to listen.
 */
public interface NotifierListener {

    /** One that does nothing. */
    NotifierListener NONE = new NotifierListener() {};

    /** The first session listens, in this server process. */
    record Connected(int backendPid) {}

    /** A session that listened is lost, after so long. */
    record Disconnected(PgChimeException cause, Duration lived) {}

    /** An attempt failed or a session was lost; the next attempt (from 1) follows after {@code delay}. */
    record Retrying(int attempt, Duration delay, PgChimeException cause) {}

    /**
     * A new session listens on all that was subscribed.
     *
     * @param attempts how many it took
     * @param outage for how long there was none
     * @param backendPid the server process
     */
    record Reconnected(int attempts, Duration outage, int backendPid) {}

    /** A subscription began: the server has acknowledged it. */
    record Subscribed(SequencedSet<String> channels) {}

    /** A subscription was closed. */
    record Unsubscribed(SequencedSet<String> channels) {}

    /** A notification is handed to a handler of the subscription to these channels. */
    record Delivered(SequencedSet<String> channels, Notification notification) {}

    /** A gap is handed to a handler of the subscription to these channels. */
    record GapTold(SequencedSet<String> channels, Gap gap) {}

    /**
     * A handler threw, or took too long (a {@link java.util.concurrent.TimeoutException}); or a hook of this interface
     * threw.
     *
     * @param event what was being handled
     */
    record Failed(Optional<NotifyEvent> event, Throwable error) {}

    /** The notifier has ended for good and not by being closed: attempts are exhausted, or no retry mends it. */
    record Ended(Throwable cause) {}

    default void onConnected(Connected event) {}

    default void onDisconnected(Disconnected event) {}

    default void onRetry(Retrying event) {}

    default void onReconnected(Reconnected event) {}

    default void onSubscribed(Subscribed event) {}

    default void onUnsubscribed(Unsubscribed event) {}

    default void onNotification(Delivered event) {}

    default void onGap(GapTold event) {}

    default void onError(Failed event) {}

    default void onEnded(Ended event) {}
}
