package io.github.pgchime.change;

import io.github.pgchime.PgChimeException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a stream goes through, as its listener hears it. */
final class Outages implements ChangeListener {

    private final Queue<Disconnected> lost = new ConcurrentLinkedQueue<>();
    private final Queue<Retrying> retries = new ConcurrentLinkedQueue<>();
    private final Queue<Connected> connected = new ConcurrentLinkedQueue<>();

    @Override
    public void onConnected(Connected event) {
        connected.add(event);
    }

    @Override
    public void onDisconnected(Disconnected event) {
        lost.add(event);
    }

    @Override
    public void onRetry(Retrying event) {
        retries.add(event);
    }

    int connected() {
        return connected.size();
    }

    /** How many connections were lost. */
    int count() {
        return lost.size();
    }

    int retries() {
        return retries.size();
    }

    PgChimeException firstCause() {
        return lost.element().cause();
    }

    PgChimeException firstRetry() {
        return retries.element().cause();
    }
}
