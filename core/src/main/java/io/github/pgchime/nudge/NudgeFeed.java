package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.delivery.AsyncConsumption;
import io.github.pgchime.delivery.BlockingIterator;
import io.github.pgchime.delivery.DemandSubscription;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.lifecycle.Backoff;
import io.github.pgchime.lifecycle.BackoffPolicy;
import io.github.pgchime.lifecycle.Supervisor;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Tells which tables of a PostgreSQL database moved, from a temporary logical replication slot that dies with the
 * connection.
 *
 * <p>The contract: at-least-once wake-ups from the moment of connecting. A {@link Batch} names the tables that moved,
 * and is told only when every transaction in it is visible to a query that starts then. Whatever could have been
 * missed is announced, in order, by a {@link Resync}: on connecting, on reconnecting, on overflow. The feed reconnects
 * for ever; nothing is left on the server, however it ends.
 *
 * <pre>{@code
 * try (NudgeFeed feed = NudgeFeed.builder("postgresql://wal_user@db.example.com/app")
 *         .tables("public.orders", "public.stations")
 *         .open()) {
 *     for (FeedItem item : feed) {
 *         switch (item) {
 *             case Resync resync -> reloadEverything();
 *             case Batch batch -> reload(batch.tables());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>All ways to take items ({@link #iterator}, {@link #poll}, {@link #forEachAsync}, {@link #publisher}) draw from the
 * same feed: an item goes to one of them. However slow they are, undelivered items conflate into one Resync and one
 * batch. Every method may be called from any thread.
 */
public final class NudgeFeed implements Iterable<FeedItem>, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(NudgeFeed.class.getName());
    private static final double BACKOFF_MULTIPLIER = 2;
    private static final int FOR_EVER = 0;

    private final NudgeOptions options;
    private final TimeSource time;
    private final Outbox outbox;
    private final Guard guard;
    private final FeedStatus status;
    private final Supervisor supervisor;
    private final List<Thread> threads;

    /** Starts at once; {@link #awaitFirstOutcome} tells how it went. */
    NudgeFeed(NudgeOptions options, NudgeListener listener, TimeSource time, RandomGenerator random) {
        this.options = options;
        this.time = time;
        this.outbox = new Outbox(options.maxTables(), time);
        this.guard = new Guard(LOG, listener::onError);
        this.status = new FeedStatus(listener, guard, outbox);
        Announcer announcer = new Announcer(options, time, outbox, status::told);
        this.supervisor = new Supervisor(
                () -> new NudgeSession(options, time, random, announcer, status),
                new Backoff(
                        new BackoffPolicy(options.backoffFirst(), options.backoffMost(), BACKOFF_MULTIPLIER, false),
                        random),
                FOR_EVER,
                time,
                status);
        status.invisible(announcer::invisible);
        this.threads = List.of(
                Thread.ofPlatform().daemon().name("pgchime-nudge").unstarted(supervisor),
                Thread.ofPlatform().daemon().name("pgchime-announcer").unstarted(() -> announce(announcer)));
        threads.forEach(Thread::start);
    }

    private void announce(Announcer announcer) {
        try {
            announcer.run();
        } catch (RuntimeException | Error bug) {
            outbox.end(Optional.of(bug));
            supervisor.close();
        }
    }

    /**
     * Begins a feed for the server at this URL, in libpq's form; the {@code PG*} environment fills in what it leaves
     * out.
     *
     * @throws ConfigException if the URL, or the environment, is wrong
     */
    public static NudgeFeedBuilder builder(String url) {
        return builder(ConnectionOptions.parse(url));
    }

    /** Begins a feed for the server that these options name. */
    public static NudgeFeedBuilder builder(ConnectionOptions connection) {
        return new NudgeFeedBuilder(connection);
    }

    /** Waits for the first attempt: live, to be retried, or the error that ended the feed. */
    void awaitFirstOutcome() {
        try {
            supervisor.awaitFirstOutcome();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while opening the feed", e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public NudgeOptions options() {
        return options;
    }

    /**
     * Iterates over the items as they come; {@code hasNext} waits for one. It ends when the feed is closed or the
     * thread interrupted (the interrupt stays set); an error that ended the feed is thrown once.
     */
    @Override
    public Iterator<FeedItem> iterator() {
        return new BlockingIterator<>(outbox);
    }

    /**
     * Waits for an item for as long as {@code timeout}; zero only looks.
     *
     * @return nothing if none came in time, or the feed has ended
     */
    public Optional<FeedItem> poll(Duration timeout) throws InterruptedException {
        return outbox.take(time.after(timeout));
    }

    /**
     * Hands every item to {@code consumer}, on a virtual thread of its own. What it throws goes to the listener's
     * {@code onError}, and the next item follows.
     *
     * @return done when the feed is closed, failed with the error that ended it
     */
    public CompletableFuture<Void> forEachAsync(Consumer<? super FeedItem> consumer) {
        return new AsyncConsumption<>(outbox, consumer, guard).start();
    }

    /**
     * The feed for reactive libraries: each subscriber draws items by its own demand. Without demand they conflate
     * here, so nothing is ever dropped for being late.
     */
    public Flow.Publisher<FeedItem> publisher() {
        return subscriber -> new DemandSubscription<>(outbox, Objects.requireNonNull(subscriber)).start();
    }

    /** How the feed is at this moment. */
    public FeedState state() {
        return status.state();
    }

    /**
     * Ends the feed: whoever waits for an item is released, the connection is closed hard, no thread is left.
     * Idempotent; may be called from within an iteration or a listener.
     */
    @Override
    public void close() {
        outbox.end(Optional.empty());
        supervisor.close();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            if (!thread.equals(Thread.currentThread())) {
                join(thread);
            }
        }
    }

    /** The threads that a feed has for as long as it lives. */
    List<Thread> threads() {
        return threads;
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(1))) {
                LOG.log(System.Logger.Level.DEBUG, thread.getName() + " is still busy in a listener");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
