package io.github.pgchime.notify;

import io.github.pgchime.delivery.Mailbox;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What waits for the application in one subscription: notifications and gaps, in order. When it is full the oldest
 * notifications go, and the gaps before them, and one gap stands in their place. Gaps side by side say no more than one
 * of them, so there are never more gaps than notifications and one.
 *
 * <p>Nothing is let in but from the session for which it was opened: what a new session brings before its gap is
 * before the gap, hence covered by it.
 */
final class Inbox extends Mailbox<NotifyEvent> {

    private final int capacity;
    private final Tally tally;
    private final ArrayDeque<NotifyEvent> events = new ArrayDeque<>();
    private Optional<NotifySession> source = Optional.empty();
    private int notifications;
    private long dropped;

    /** @param capacity how many notifications may wait, at least 1 */
    Inbox(int capacity, Tally tally, TimeSource time) {
        super(time);
        this.capacity = capacity;
        this.tally = tally;
    }

    /** From now on notifications of the given session are let in, after the gap. */
    void open(NotifySession session, Gap gap) {
        lock();
        try {
            source = Optional.of(session);
            if (isOpen() && !(events.peekLast() instanceof Gap)) {
                events.add(gap);
            }
        } finally {
            unlock();
        }
    }

    /** Puts the notification, if it comes from the right session. */
    void put(NotifySession session, Notification notification) {
        lock();
        try {
            if (!isOpen() || !isFrom(session)) {
                return;
            }
            if (notifications == capacity) {
                dropOldest();
            }
            events.add(notification);
            notifications++;
        } finally {
            unlock();
        }
    }

    /** How many notifications wait. */
    int size() {
        lock();
        try {
            return notifications;
        } finally {
            unlock();
        }
    }

    /** Whether nothing waits and nothing will come. */
    boolean isOver() {
        lock();
        try {
            return !isOpen() && isEmpty();
        } finally {
            unlock();
        }
    }

    private boolean isFrom(NotifySession session) {
        return source.isPresent() && source.get().equals(session);
    }

    private void dropOldest() {
        dropGap();
        events.remove();
        dropGap();
        notifications--;
        dropped++;
        tally.dropped.increment();
    }

    /** The gap that will stand in the place of what is dropped says the same as one beside it. */
    private void dropGap() {
        if (events.peek() instanceof Gap) {
            events.remove();
        }
    }

    @Override
    protected boolean isEmpty() {
        return dropped == 0 && events.isEmpty();
    }

    @Override
    protected NotifyEvent remove() {
        if (dropped > 0) {
            Gap overflow = new Gap(Gap.Reason.OVERFLOW, dropped);
            dropped = 0;
            return overflow;
        }
        NotifyEvent event = events.remove();
        if (event instanceof Notification) {
            notifications--;
            tally.delivered.increment();
        }
        return event;
    }

    @Override
    protected void clear() {
        events.clear();
        notifications = 0;
        dropped = 0;
    }
}
