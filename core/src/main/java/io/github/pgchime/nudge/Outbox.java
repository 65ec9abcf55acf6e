package io.github.pgchime.nudge;

import io.github.pgchime.delivery.Mailbox;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.List;
import java.util.Optional;

/**
 * What waits for the application: at most one Resync and, after it, one batch, into which everything undelivered
 * conflates. A Resync makes the nudges before it needless. However slow the application is, no more than that is kept.
 */
final class Outbox extends Mailbox<FeedItem> {

    private final Coalescer batch;
    private Optional<Resync> resync = Optional.empty();

    Outbox(int mostTables, TimeSource time) {
        super(time);
        this.batch = new Coalescer(mostTables);
    }

    void put(Resync item) {
        lock();
        try {
            if (isOpen()) {
                keep(item);
            }
        } finally {
            unlock();
        }
    }

    /** Adds the nudges, or, if there are too many, a Resync in their place. */
    void put(Coalescer nudges) {
        lock();
        try {
            if (isOpen()) {
                batch.addAll(nudges);
                if (batch.overflowed()) {
                    keep(new Resync(Resync.Reason.OVERFLOW));
                }
            }
        } finally {
            unlock();
        }
    }

    private void keep(Resync item) {
        batch.clear();
        if (resync.isEmpty()) {
            resync = Optional.of(item);
        }
    }

    @Override
    protected boolean isEmpty() {
        return resync.isEmpty() && batch.isEmpty();
    }

    @Override
    protected FeedItem remove() {
        if (resync.isPresent()) {
            FeedItem item = resync.get();
            resync = Optional.empty();
            return item;
        }
        List<Nudge> nudges = batch.nudges();
        batch.clear();
        return new Batch(nudges);
    }

    @Override
    protected void clear() {
        resync = Optional.empty();
        batch.clear();
    }
}
