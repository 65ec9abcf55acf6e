package io.github.pgchime.notify;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Hears how a notifier's connection fares. */
final class Outages implements NotifierListener {

    private final List<Disconnected> outages = new CopyOnWriteArrayList<>();
    private final List<Retrying> retries = new CopyOnWriteArrayList<>();
    private final List<Throwable> ends = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Runnable>> onNext = new AtomicReference<>(Optional.empty());
    private volatile int backendPid;

    /** How many sessions that listened were lost. */
    int count() {
        return outages.size();
    }

    /** How many sessions and attempts failed. */
    int retries() {
        return retries.size();
    }

    Retrying lastRetry() {
        return retries.getLast();
    }

    Throwable lastCause() {
        return outages.getLast().cause();
    }

    /** Why the notifier ended for good. */
    List<Throwable> ends() {
        return ends;
    }

    /** The process of the last session that listened. */
    int backendPid() {
        return backendPid;
    }

    /** When the next session is lost, this is done once, before another is begun. */
    void onNext(Runnable action) {
        onNext.set(Optional.of(action));
    }

    @Override
    public void onConnected(Connected event) {
        backendPid = event.backendPid();
    }

    @Override
    public void onDisconnected(Disconnected event) {
        outages.add(event);
        onNext.getAndSet(Optional.empty()).ifPresent(Runnable::run);
    }

    @Override
    public void onRetry(Retrying event) {
        retries.add(event);
    }

    @Override
    public void onReconnected(Reconnected event) {
        backendPid = event.backendPid();
    }

    @Override
    public void onEnded(Ended event) {
        ends.add(event.cause());
    }
}
