package io.github.pgchime.notify;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.delivery.BlockingIterator;
import io.github.pgchime.delivery.DemandSubscription;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * What a {@link Notifier} tells about some channels, in commit order, every gap in its place.
 *
 * <p>A subscription with a handler calls it on virtual threads of its own. One without is asked: by {@link #iterator},
 * {@link #poll} or {@link #publisher}; all of these draw from the same buffer, so an event goes to one of them. Every
 * method may be called from any thread.
 */
public final class Subscription implements Iterable<NotifyEvent>, AutoCloseable {

    /** Where a subscription ends. */
    interface Owner {
        void closed(Subscription subscription);
    }

    private final SequencedSet<String> channels;
    private final Inbox inbox;
    private final boolean handled;
    private final Owner owner;
    private final TimeSource time;
    private final Acknowledgement acknowledgement;
    private final List<Thread> handling = new CopyOnWriteArrayList<>();
    private final List<Thread> publishing = new CopyOnWriteArrayList<>();

    /** @param handled whether a handler takes the events, or will */
    Subscription(SequencedSet<String> channels, Inbox inbox, boolean handled, Owner owner, TimeSource time) {
        this.channels = channels;
        this.inbox = inbox;
        this.handled = handled;
        this.owner = owner;
        this.time = time;
        this.acknowledgement = new Acknowledgement(time);
    }

    /** In the order in which they were given; cannot be changed. */
    public SequencedSet<String> channels() {
        return channels;
    }

    /**
     * Iterates over the events as they come; {@code hasNext} waits for one. It ends when the subscription or the
     * notifier is closed or the thread interrupted (the interrupt stays set); an error that ended the notifier is
     * thrown once.
     */
    @Override
    public Iterator<NotifyEvent> iterator() {
        return new BlockingIterator<>(inbox);
    }

    /**
     * Waits for an event for as long as {@code timeout}; zero only looks.
     *
     * @return nothing if none came in time, or the subscription has ended
     */
    public Optional<NotifyEvent> poll(Duration timeout) throws InterruptedException {
        return inbox.take(time.after(timeout));
    }

    /**
     * The subscription for reactive libraries: each subscriber draws events by its own demand. Without demand they wait
     * in the buffer.
     */
    public Flow.Publisher<NotifyEvent> publisher() {
        return subscriber ->
                remember(new DemandSubscription<>(inbox, Objects.requireNonNull(subscriber)).start(), publishing);
    }

    /** How many notifications wait for the application. */
    public int buffered() {
        return inbox.size();
    }

    /**
     * Ends it: what waits is dropped, whoever waits for an event is released, and no handler begins another. The last one on
     * a channel makes the server listen there no more. Returns at once and is idempotent; may be called from the
     * handler.
     */
    @Override
    public void close() {
        inbox.end(Optional.empty());
        owner.closed(this);
    }

    Inbox inbox() {
        return inbox;
    }

    /** The server listens on all the channels in the given session. */
    void open(NotifySession session) {
        Gap.Reason reason = acknowledgement.isGiven() ? Gap.Reason.RECONNECTED : Gap.Reason.CONNECTED;
        inbox.open(session, new Gap(reason));
        acknowledgement.give();
    }

    boolean wasEverOpen() {
        return acknowledgement.isGiven();
    }

    /** It will never be opened, for this reason. */
    void refuse(RuntimeException reason) {
        acknowledgement.refuse(reason);
    }

    /** Waits until it is opened or refused; false if neither happens until then. */
    boolean awaitOpen(long until) {
        try {
            return acknowledgement.await(until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while subscribing to " + channels, e);
        }
    }

    /** Has this thread count as one that calls the handler. */
    void handledBy(Thread thread) {
        remember(thread, handling);
    }

    private static void remember(Thread thread, List<Thread> threads) {
        threads.removeIf(old -> !old.isAlive());
        threads.add(thread);
    }

    /** Whether the application takes events itself, if it does at all. */
    boolean isTakenByHand() {
        return !handled && publishing.stream().noneMatch(Thread::isAlive);
    }

    /** Whether somebody else's code may be at an event of it. */
    boolean isBusy() {
        return Stream.concat(handling.stream(), publishing.stream()).anyMatch(Thread::isAlive);
    }

    /** Those that call the handler. */
    List<Thread> handling() {
        return handling;
    }

    /** Those that call the publisher's subscribers, which nobody interrupts. */
    List<Thread> publishing() {
        return publishing;
    }
}
