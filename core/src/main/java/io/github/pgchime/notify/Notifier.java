package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.Backoff;
import io.github.pgchime.lifecycle.DurationRange;
import io.github.pgchime.lifecycle.Supervisor;
import io.github.pgchime.lifecycle.Thrown;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

/**
 * LISTEN and NOTIFY that say when something may have been missed.
 *
 * <p>One session listens for any number of subscriptions; another, opened when first needed, publishes. A subscription is
 * told every notification that is committed on its channels while the session lives, in commit order, at most once; and
 * whatever could have been missed is announced in its place by a {@link Gap}: on connecting, on reconnecting, when the
 * buffer was full, when a handler was interrupted. The session is made to notify itself now and then, so that a dead
 * connection is noticed; it reconnects by itself. Nothing is left on the server, however it ends.
 *
 * <pre>{@code
 * try (Notifier notifier = Notifier.builder("postgresql://app@localhost/shop").build()) {
 *     Subscription orders = notifier.subscribe("orders", event -> {
 *         switch (event) {
 *             case Notification notification -> refresh(notification.payload());
 *             case Gap gap -> refreshEverything();
 *         }
 *     });
 *     notifier.publish("orders", "42");
 * }
 * }</pre>
 *
 * <p>Channels are exact: {@code Orders} and {@code orders} are two. Every method may be called from any thread, handlers'
 * included.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-listen.html">PostgreSQL: LISTEN</a>
 */
public final class Notifier implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final NotifierOptions options;
    private final TimeSource time;
    private final Subscriptions subscriptions;
    private final NotifierStatus status;
    private final Supervisor supervisor;
    private final NotifyPublisher publisher;
    private final Patience patience;
    private final Thread control;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Shutdown shutdown;

    /** Starts at once; {@link #awaitFirstOutcome} tells how it went. */
    Notifier(
            NotifySessions sessions,
            NotifierOptions options,
            NotifierListener listener,
            TimeSource time,
            RandomGenerator random) {
        this.options = options;
        this.time = time;
        this.subscriptions = new Subscriptions(time);
        this.status = new NotifierStatus(listener, time, this::ended);
        this.publisher = new NotifyPublisher(sessions, options.answerTimeout(), time);
        this.patience = new Patience(status, time);
        this.supervisor = new Supervisor(
                () -> new Listening(sessions, options, subscriptions, status, time, random),
                new Backoff(options.backoff(), random),
                options.maxAttempts(),
                time,
                status);
        // A virtual thread that writes would make the socket non-blocking, and every read a system call dearer.
        this.control = Thread.ofPlatform().daemon().name("pgchime-notify").unstarted(supervisor);
        this.shutdown = new Shutdown(supervisor, control, subscriptions, this::closeRest, time);
        control.start();
        patience.start();
    }

    /**
     * Begins a notifier for the server at this URL, in libpq's form; the {@code PG*} environment fills in what it leaves
     * out.
     *
     * @throws ConfigException if the URL, or the environment, is wrong
     */
    public static NotifierBuilder builder(String url) {
        return builder(ConnectionOptions.parse(url));
    }

    /** Begins a notifier for the server that these options name. */
    public static NotifierBuilder builder(ConnectionOptions connection) {
        return builder(NotifySessions.of(connection));
    }

    /** Begins a notifier over sessions from elsewhere, such as those of another driver. */
    public static NotifierBuilder builder(NotifySessions sessions) {
        return new NotifierBuilder(sessions);
    }

    /** Waits for the first attempt: it listens, will be retried, or the error that ended everything. */
    void awaitFirstOutcome() {
        try {
            supervisor.awaitFirstOutcome();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while the notifier was starting", e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public NotifierOptions options() {
        return options;
    }

    /**
     * Has everything that is told on this channel handled, with the notifier's own settings.
     *
     * @throws ConfigException if the channel is none that PostgreSQL takes
     * @see SubscriptionBuilder#subscribe(NotifyHandler)
     */
    public Subscription subscribe(String channel, NotifyHandler handler) {
        return subscription(channel).subscribe(handler);
    }

    /**
     * Begins a subscription to these channels, 1 to 63 bytes of UTF-8 each; what is told on them comes in one order.
     *
     * @throws ConfigException if there is none, or one is none that PostgreSQL takes
     */
    public SubscriptionBuilder subscription(String... channels) {
        return subscription(List.of(channels));
    }

    /** As {@link #subscription(String...)}. */
    public SubscriptionBuilder subscription(Collection<String> channels) {
        return new SubscriptionBuilder(this, channels, options);
    }

    Subscription subscribe(SubscriptionBuilder wanted, Optional<NotifyHandler> handler) {
        if (Thread.currentThread().equals(control)) {
            throw new IllegalStateException(
                    "a hook of the listener must not subscribe: its thread is the one that would have to listen");
        }
        Inbox inbox = new Inbox(wanted.buffer(), status.tally(), time);
        Subscription subscription = new Subscription(wanted.channels(), inbox, handler.isPresent(), this::closed, time);
        subscriptions.add(subscription);
        try {
            awaitOpen(subscription);
        } catch (RuntimeException e) {
            subscription.close();
            throw e;
        }
        status.subscribed(wanted.channels());
        handler.ifPresent(given -> start(subscription, wanted, given));
        return subscription;
    }

    private void awaitOpen(Subscription subscription) {
        if (!subscription.awaitOpen(time.after(options.answerTimeout()))) {
            throw status.lacking("LISTEN on " + subscription.channels() + " was not acknowledged within answerTimeout ("
                    + DurationRange.text(options.answerTimeout()) + ")");
        }
    }

    private void start(Subscription subscription, SubscriptionBuilder wanted, NotifyHandler handler) {
        for (int i = 0; i < wanted.parallelism(); i++) {
            Lane lane = new Lane(subscription.channels(), subscription.inbox(), handler, status, time);
            subscription.handledBy(Thread.ofVirtual()
                    .name("pgchime-handler")
                    .start(wanted.handlerTimeout()
                            .<Runnable>map(limit -> () -> patience.run(lane, limit))
                            .orElse(lane)));
        }
    }

    private void closed(Subscription subscription) {
        if (subscriptions.remove(subscription) && subscription.wasEverOpen()) {
            status.unsubscribed(subscription.channels());
        }
    }

    /**
     * Sends one notification in a transaction of its own, over a connection of its own, and returns when it is committed.
     * Nothing is queued: while the notifier is disconnected it fails at once.
     *
     * <p>Inside a transaction of the application's own it is SQL: {@code SELECT pg_notify('orders', '42')}.
     *
     * @throws ConfigException if the channel or the payload is none that PostgreSQL takes
     * @throws ServerException if the server refuses
     * @throws ConnectionLostException if there is no connection, it breaks, or the answer does not come in time
     * @throws IllegalStateException if the notifier is closed
     * @see NotifyPublisher#publish
     */
    public void publish(String channel, String payload) {
        Channel.require(channel);
        Channel.requirePayload(payload);
        if (!status.isConnected() && !shutdown.hasBegun()) {
            throw status.lacking("nothing was published, for there is no connection");
        }
        publisher.send(channel, payload);
    }

    /** Whether it listens at this moment. */
    public boolean isConnected() {
        return status.isConnected();
    }

    public NotifierStatistics statistics() {
        return status.statistics(subscriptions.all());
    }

    /**
     * Waits until it is closed.
     *
     * @throws RuntimeException the error that ended it before: a {@link ConnectionLostException} if it has given up
     */
    public void join() throws InterruptedException {
        try {
            over.get();
        } catch (ExecutionException e) {
            throw Thrown.unchecked(e);
        }
    }

    /** Nothing follows any more, and everybody is told. */
    private void ended(Throwable cause) {
        RuntimeException reason = cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("the notifier has ended by an error", cause);
        for (Subscription subscription : subscriptions.finish(reason)) {
            subscription.refuse(reason);
            subscription.inbox().finish(Optional.of(reason));
        }
        publisher.close();
        over.completeExceptionally(reason);
    }

    /**
     * Ends it in good order: nothing new comes in, handlers and publishers' subscribers get what is buffered for as long as
     * {@code timeout}, whoever still handles something then is interrupted, and all connections are closed. What an
     * iteration or {@link Subscription#poll} has not taken stays there to be taken. Afterwards no handler begins.
     *
     * <p>Idempotent. From inside a handler it does not wait for that handler, whose subscription gets nothing more.
     *
     * @param timeout from zero to a day
     * @return whether everything was handled in time
     */
    public boolean shutdown(Duration timeout) {
        new DurationRange(Duration.ZERO, Duration.ofDays(1)).require("timeout", timeout);
        boolean drained = shutdown.run(timeout);
        status.closed();
        return drained;
    }

    /** Handlers that are waited for may publish still, and are not to take too long. */
    private void closeRest() {
        publisher.close();
        patience.close();
        over.complete(null);
    }

    /** As {@link #shutdown} with 10 seconds. */
    @Override
    public void close() {
        shutdown(CLOSING);
    }
}
