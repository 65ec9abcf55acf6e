package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.debezium.json.Provenance;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.wire.PgConnection;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Every committed change of the tables in a publication, from a replication slot, in the order of the commits.
 *
 * <p>The contract: at least once. A {@link Transaction} is delivered whole, once it is committed, and comes again until it
 * is acknowledged: after a lost connection, from which the stream recovers by itself and then says
 * {@link Transaction#redelivered}, or in the next process that reads the slot. The slot moves only when the application acknowledges,
 * and behind the last transaction with the server's own position, so that an idle slot keeps no log back. Where changes are lost
 * that were not acknowledged, the stream ends with a {@link SlotLostException}.
 *
 * <pre>{@code
 * try (ChangeStream stream = ChangeStream.builder("postgresql://cdc@db/shop")
 *         .slot("shop_cdc").publication("shop_pub").open()) {
 *     for (Transaction transaction : stream) {
 *         for (Change change : transaction) {
 *             …
 *         }
 *         stream.acknowledge(transaction);
 *     }
 * }
 * }</pre>
 *
 * <p>Whoever iterates reads from the socket, so memory and the server wait for a slow application; the server hears from
 * the stream nevertheless. One thread at a time iterates; all else is for any thread.
 */
public final class ChangeStream implements Iterable<Transaction>, AutoCloseable {

    /** How long {@link #close} waits for whoever iterates, who finds the end as soon as the server has read a last report. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final ChangeStreamOptions options;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Connector connector;
    private final ReentrantLock reading = new ReentrantLock();
    private final Iterator<Transaction> transactions = new Iterator<>() {
        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                next = take(ChangeStream.this::await);
            }
            return next.isPresent();
        }

        @Override
        public Transaction next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            Transaction transaction = next.orElseThrow();
            next = Optional.empty();
            return transaction;
        }
    };
    private final Iterator<Change> changes = new FlatIterator(transactions);
    private Optional<Transaction> next = Optional.empty();
    private Optional<Transaction> current = Optional.empty();
    private Optional<PgChimeException> ended = Optional.empty();
    private Lsn furthest = Lsn.ZERO;
    private boolean complete;
    private volatile boolean closed;

    ChangeStream(ChangeStreamOptions options, ChangeListener listener, TimeSource time, RandomGenerator random) {
        this.options = options;
        this.connector = new Connector(options, listener, time, random, acknowledgements);
    }

    /**
     * Begins a stream from the server at this URL, in libpq's form; the {@code PG*} environment fills in what it leaves
     * out.
     *
     * @throws ConfigException if the URL, or the environment, is wrong
     */
    public static ChangeStreamBuilder builder(String url) {
        return builder(ConnectionOptions.parse(url));
    }

    /** Begins a stream from the server that these options name. */
    public static ChangeStreamBuilder builder(ConnectionOptions connection) {
        return new ChangeStreamBuilder(connection);
    }

    /** The replication slots of a server. */
    public static List<ReplicationSlot> slots(ConnectionOptions connection) {
        return onServer(connection, Slots::all);
    }

    /**
     * Drops a replication slot; what it had not sent is lost to it.
     *
     * @throws ConfigException if there is none of this name
     * @throws PgChimeException if somebody is using it, or the role may not
     */
    public static void dropSlot(ConnectionOptions connection, String name) {
        boolean dropped = onServer(connection, slots -> slots.drop(name));
        if (!dropped) {
            throw new ConfigException("replication slot " + name + " does not exist");
        }
    }

    private static <T> T onServer(ConnectionOptions options, Function<Slots, T> task) {
        try (PgConnection connection =
                PgConnection.open(options, PgConnection.Role.ORDINARY, TimeSource.system()::nanos)) {
            return task.apply(new Slots(connection::query));
        }
    }

    public ChangeStreamOptions options() {
        return options;
    }

    /** Makes the first attempt; what a retry may mend is left to whoever iterates. */
    void connectOnce() {
        try {
            connector.attempt();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Iterates over the transactions as they are committed; {@code hasNext} waits for one. It ends when the stream is closed, the
     * thread interrupted (the interrupt stays set), or {@link ChangeStreamOptions#until} reached; an error that ended the stream is thrown, each time.
     *
     * <p>All iterators are one: each goes on where the last one was.
     */
    @Override
    public Iterator<Transaction> iterator() {
        return transactions;
    }

    /**
     * Whether a transaction is here already, so that {@code hasNext} will not wait for the server: for whoever takes several at once
     * and acknowledges them after a step that costs much, such as a flush. It moves on from the transaction at hand, as
     * {@code hasNext} does, throws what that would, and is for the thread that iterates.
     */
    public boolean isReady() {
        if (next.isEmpty()) {
            next = take(this::here);
        }
        return next.isPresent();
    }

    /**
     * The same, change by change, whatever transactions they are in. Acknowledge them by
     * {@link #acknowledge(Change)}.
     */
    public Iterable<Change> changes() {
        return () -> changes;
    }

    /**
     * Acknowledges a whole transaction: it and all that came before it, once those are acknowledged as well, are not
     * delivered again. In any order, from any thread; more than once is no error.
     *
     * @return false if it came over a connection that is lost meanwhile, so that it comes again
     */
    public boolean acknowledge(Transaction transaction) {
        return acknowledgements.acknowledge(transaction.ticket());
    }

    /**
     * Acknowledges a change and all that came before it, in order: for {@link #changes()}. The slot moves when it is the last of
     * its transaction.
     *
     * @return false if it came over a connection that is lost meanwhile, so that it comes again
     */
    public boolean acknowledge(Change change) {
        return acknowledgements.acknowledgeThrough(
                change.place().ticket(), change.place().isLast());
    }

    /** The position up to which all is acknowledged. */
    public Lsn acknowledged() {
        return acknowledgements.position();
    }

    private Optional<Transaction> take(Supplier<Optional<Transaction>> way) {
        reading.lock();
        try {
            current.ifPresent(this::moveOn);
            current = Optional.empty();
            if (ended.isPresent() && !closed) {
                throw ended.get();
            }
            current = way.get();
            return current;
        } catch (PgChimeException e) {
            if (!goesOn()) {
                return Optional.empty();
            }
            ended = Optional.of(e);
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /** The next transaction, however often the connection is lost until it comes; nothing at the end. */
    private Optional<Transaction> await() {
        Optional<Transaction> come = Optional.empty();
        while (come.isEmpty() && goesOn() && !complete) {
            come = connector.connected().flatMap(session -> read(session, session::next));
        }
        return come;
    }

    /** The next transaction, if the server has sent it already. */
    private Optional<Transaction> here() {
        return goesOn() && !complete
                ? connector.session().flatMap(session -> read(session, session::nextHere))
                : Optional.empty();
    }

    private boolean goesOn() {
        return !closed && !Thread.currentThread().isInterrupted();
    }

    private void moveOn(Transaction transaction) {
        transaction.end();
        if (options.autoAcknowledge()) {
            acknowledge(transaction);
        }
    }

    /** The transaction that comes this way, or nothing if the session is lost. */
    private Optional<Transaction> read(StreamSession session, Supplier<Optional<Assembled>> way) {
        try {
            Optional<Assembled> come = way.get();
            complete = session.isAtEnd();
            return come.map(assembled -> delivered(session, assembled));
        } catch (PgChimeException e) {
            connector.lost(e);
            return Optional.empty();
        }
    }

    private Transaction delivered(StreamSession session, Assembled assembled) {
        Lsn end = assembled.commit().end();
        boolean redelivered = end.compareTo(furthest) <= 0;
        furthest = redelivered ? furthest : end;
        Acknowledgements.Ticket ticket = acknowledgements.deliver(end.value(), assembled.prepared());
        return new Transaction(
                new Transaction.Whole(assembled.commit(), assembled.changes(), ticket, provenance(assembled)),
                assembled,
                session.tables(assembled),
                redelivered);
    }

    private Provenance provenance(Assembled assembled) {
        Commit commit = assembled.commit();
        return new Provenance(
                options.connection().database(),
                commit.xid(),
                assembled.time(),
                assembled.begin(),
                commit.end().value(),
                assembled.previous(),
                commit.origin().map(Commit.Origin::name),
                commit.origin().map(origin -> origin.lsn().value()).orElse(0L));
    }

    /**
     * Ends the stream: whoever waits for a transaction is released, the server is told how far all is acknowledged, the connection
     * is closed, no thread is left. Idempotent; may be called from within an iteration.
     */
    @Override
    public void close() {
        closed = true;
        connector.close();
        if (awaitReading()) {
            try {
                connector.awaitEnd();
                current.ifPresent(Transaction::end);
                current = Optional.empty();
            } finally {
                reading.unlock();
            }
        } else {
            connector.abort();
        }
    }

    /** Who iterates has the lock, or gets it, even where it is interrupted, which is how it may have come here. */
    private boolean awaitReading() {
        try {
            return reading.tryLock() || reading.tryLock(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
