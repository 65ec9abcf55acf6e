package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.lifecycle.RetryLog;
import io.github.pgchime.lifecycle.Supervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Keeps what a feed's state says, and tells the log and the listener what happens. */
final class FeedStatus implements Supervisor.Events, NudgeSession.Owner {

    private static final System.Logger LOG = System.getLogger(NudgeFeed.class.getName());

    private final NudgeListener listener;
    private final Guard guard;
    private final Outbox outbox;
    private final RetryLog retryLog = new RetryLog(LOG);
    private volatile Supplier<List<Long>> invisible = List::of;
    private volatile Optional<NudgeLink> link = Optional.empty();
    private volatile Optional<Lsn> lastLsn = Optional.empty();
    private volatile Optional<Instant> lastInbound = Optional.empty();
    private volatile Optional<PgChimeException> lastError = Optional.empty();
    private boolean everConnected;

    FeedStatus(NudgeListener listener, Guard guard, Outbox outbox) {
        this.listener = listener;
        this.guard = guard;
        this.outbox = outbox;
    }

    /** Where to learn which transactions are waited for. */
    void invisible(Supplier<List<Long>> source) {
        invisible = source;
    }

    FeedState state() {
        Optional<NudgeLink> now = link;
        return new FeedState(
                now.isPresent(),
                now.map(open -> open.stream().plugin().pluginName()),
                now.map(open -> open.stream().slot()),
                now.map(open -> OptionalInt.of(
                                open.stream().walSender().connection().backendPid()))
                        .orElse(OptionalInt.empty()),
                now.map(NudgeLink::streamed).or(() -> lastLsn),
                now.map(NudgeLink::lastInbound).or(() -> lastInbound),
                lastError,
                invisible.get());
    }

    @Override
    public Resync.Reason streaming(NudgeLink opened) {
        Resync.Reason reason = everConnected ? Resync.Reason.RECONNECTED : Resync.Reason.CONNECTED;
        everConnected = true;
        retryLog.live();
        lastError = Optional.empty();
        link = Optional.of(opened);
        NudgeListener.Connected event = opened.asEvent();
        LOG.log(
                System.Logger.Level.INFO,
                "streaming by " + event.plugin() + " from slot " + event.slot() + ", pid " + event.backendPid());
        FlightEvents.connected(event, reason);
        guard.call(listener::onConnected, event);
        return reason;
    }

    @Override
    public void over(NudgeLink closed) {
        lastLsn = Optional.of(closed.streamed());
        lastInbound = Optional.of(closed.lastInbound());
        link = Optional.empty();
    }

    @Override
    public void lost(PgChimeException cause, Duration lived) {
        lastError = Optional.of(cause);
        FlightEvents.disconnected(cause, lived);
        guard.call(listener::onDisconnected, new NudgeListener.Disconnected(cause, lived));
    }

    @Override
    public void retry(int attempt, Duration delay, PgChimeException cause) {
        lastError = Optional.of(cause);
        retryLog.retry(delay, cause);
        guard.call(listener::onRetry, new NudgeListener.Retrying(attempt, delay, cause));
    }

    @Override
    public void ended(Throwable cause) {
        if (cause instanceof PgChimeException known) {
            lastError = Optional.of(known);
        }
        outbox.end(Optional.of(cause));
    }

    void told(FeedItem item) {
        FlightEvents.told(item);
        guard.call(listener::onItem, item);
    }
}
