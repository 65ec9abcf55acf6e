package io.github.pgchime.notify;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.lifecycle.RetryLog;
import io.github.pgchime.lifecycle.Supervisor;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Consumer;

/** Knows how a notifier is, and tells the log, the listener and the flight recorder what happens. */
final class NotifierStatus implements Supervisor.Events {

    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    private final NotifierListener listener;
    private final TimeSource time;
    private final Guard guard;
    private final RetryLog retryLog = new RetryLog(LOG);
    private final Tally tally = new Tally();
    private final Consumer<Throwable> onEnd;
    private volatile Optional<Instant> connectedSince = Optional.empty();
    private volatile Optional<PgChimeException> lastError = Optional.empty();
    private boolean everConnected;
    private int attempts;
    private long lostAt;

    /** @param onEnd what else is to be done when it has ended for good */
    NotifierStatus(NotifierListener listener, TimeSource time, Consumer<Throwable> onEnd) {
        this.listener = listener;
        this.time = time;
        this.onEnd = onEnd;
        this.guard = new Guard(LOG, error -> {
            tally.errors.increment();
            listener.onError(new NotifierListener.Failed(Optional.empty(), error));
        });
    }

    Tally tally() {
        return tally;
    }

    NotifierStatistics statistics(Iterable<Subscription> subscriptions) {
        long buffered = 0;
        int count = 0;
        for (Subscription subscription : subscriptions) {
            buffered += subscription.buffered();
            count++;
        }
        return tally.statistics(buffered, count, connectedSince);
    }

    boolean isConnected() {
        return connectedSince.isPresent();
    }

    /** Whether any session has listened yet; for the thread that says so. */
    boolean wasEverConnected() {
        return everConnected;
    }

    /** For whoever misses something for want of a connection; says, too, why there is none. */
    ConnectionLostException lacking(String what) {
        return new ConnectionLostException(
                what + lastError.map(error -> ": " + error.getMessage()).orElse(""));
    }

    void listening(int backendPid, int channels) {
        LOG.log(
                System.Logger.Level.INFO,
                "connected, pid " + backendPid + (channels > 0 ? ", listening on " + channels + " channels" : ""));
        retryLog.live();
        lastError = Optional.empty();
        connectedSince = Optional.of(time.instant());
        FlightEvents.connected(backendPid, channels, everConnected);
        if (everConnected) {
            tally.reconnects.increment();
            Duration outage = Duration.ofNanos(time.nanos() - lostAt);
            guard.call(listener::onReconnected, new NotifierListener.Reconnected(attempts, outage, backendPid));
        } else {
            everConnected = true;
            guard.call(listener::onConnected, new NotifierListener.Connected(backendPid));
        }
    }

    @Override
    public void lost(PgChimeException cause, Duration lived) {
        lostAt = time.nanos();
        connectedSince = Optional.empty();
        lastError = Optional.of(cause);
        FlightEvents.disconnected(cause, lived);
        guard.call(listener::onDisconnected, new NotifierListener.Disconnected(cause, lived));
    }

    @Override
    public void retry(int attempt, Duration delay, PgChimeException cause) {
        attempts = attempt;
        lastError = Optional.of(cause);
        retryLog.retry(delay, cause);
        guard.call(listener::onRetry, new NotifierListener.Retrying(attempt, delay, cause));
    }

    @Override
    public void ended(Throwable cause) {
        connectedSince = Optional.empty();
        if (cause instanceof PgChimeException known) {
            lastError = Optional.of(known);
        }
        // What ends it before is thrown at whoever builds it, or wants something of it.
        if (everConnected) {
            LOG.log(System.Logger.Level.ERROR, "the notifier has ended: " + cause.getMessage());
        }
        onEnd.accept(cause);
        guard.call(listener::onEnded, new NotifierListener.Ended(cause));
    }

    /** There is no session any more, since none was wanted. */
    void closed() {
        connectedSince = Optional.empty();
    }

    void subscribed(SequencedSet<String> channels) {
        guard.call(listener::onSubscribed, new NotifierListener.Subscribed(channels));
    }

    void unsubscribed(SequencedSet<String> channels) {
        guard.call(listener::onUnsubscribed, new NotifierListener.Unsubscribed(channels));
    }

    void told(SequencedSet<String> channels, NotifyEvent event) {
        switch (event) {
            case Notification notification ->
                guard.call(listener::onNotification, new NotifierListener.Delivered(channels, notification));
            case Gap gap -> {
                FlightEvents.gap(channels, gap);
                guard.call(listener::onGap, new NotifierListener.GapTold(channels, gap));
            }
        }
    }

    void failed(NotifyEvent event, Throwable error) {
        tally.errors.increment();
        LOG.log(System.Logger.Level.WARNING, "a handler failed", error);
        try {
            listener.onError(new NotifierListener.Failed(Optional.of(event), error));
        } catch (RuntimeException | Error again) {
            LOG.log(System.Logger.Level.WARNING, "the listener's onError threw", again);
        }
    }
}
