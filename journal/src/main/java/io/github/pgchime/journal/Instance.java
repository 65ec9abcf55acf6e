package io.github.pgchime.journal;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.Backoff;
import io.github.pgchime.lifecycle.BackoffPolicy;
import io.github.pgchime.lifecycle.RetryLog;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One of those that share a consumer's name: it leads, or stands by until it may. Whatever goes wrong with the database ends its
 * lead, and it tries again for ever.
 */
final class Instance implements Runnable {

    private static final System.Logger LOG = System.getLogger(Instance.class.getName());
    private static final BackoffPolicy BACKOFF =
            new BackoffPolicy(Duration.ofMillis(100), Duration.ofSeconds(2), 2, false);

    /** How long one that stands by waits before it looks again whether it may lead. */
    private static final Duration STANDING_BY = Duration.ofMillis(500);

    private final Database database;
    private final ConsumerOptions options;
    private final Handlings.Kind handler;
    private final Gaps gaps;
    private final BiPredicate<Entry, Throwable> isLast;
    private final Supplier<Reading> reading;
    private final JournalListener listener;
    private final PayloadMapper payloads;
    private final TimeSource time;
    private final RandomGenerator random;
    private final String name = "pgchime-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final Alarm wait;
    private final RetryLog retryLog = new RetryLog(LOG);
    private final Backoff backoff;
    private final Guard guard;
    private volatile Optional<Dispatch> leading = Optional.empty();
    private volatile boolean closed;

    Instance(
            Database database,
            ConsumerOptions options,
            Handlings.Kind handler,
            Gaps gaps,
            BiPredicate<Entry, Throwable> isLast,
            Supplier<Reading> reading,
            JournalListener listener,
            PayloadMapper payloads,
            TimeSource time,
            RandomGenerator random) {
        this.database = database;
        this.options = options;
        this.handler = handler;
        this.gaps = gaps;
        this.isLast = isLast;
        this.reading = reading;
        this.listener = listener;
        this.payloads = payloads;
        this.time = time;
        this.random = random;
        this.wait = new Alarm(time);
        this.backoff = new Backoff(BACKOFF, random);
        this.guard = new Guard(LOG, error -> {});
    }

    /** Whether it leads at this moment. */
    boolean isLeading() {
        return leading.isPresent();
    }

    /** There may be something to read. */
    void wake() {
        leading.ifPresent(Dispatch::wake);
    }

    /** Ends it, as soon as the handlers in hand have. */
    void close() {
        closed = true;
        wait.ring();
        wake();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                pause(turn());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause(Duration delay) throws InterruptedException {
        if (!closed && delay.isPositive()) {
            wait.await(time.after(delay));
        }
    }

    /** Leads, if it may; how long to wait then. */
    private Duration turn() throws InterruptedException {
        long began = time.nanos();
        try {
            Optional<Lease> lease = Lease.take(database, options, name, time);
            if (lease.isPresent()) {
                retryLog.live();
                lead(lease.get());
            }
            return STANDING_BY;
        } catch (LeaseLostException e) {
            LOG.log(System.Logger.Level.DEBUG, e.getMessage());
            return STANDING_BY;
        } catch (HandlerFailure e) {
            LOG.log(System.Logger.Level.WARNING, "consumer " + options.name() + " failed at its gap", e.thrown());
            return backoff.next();
        } catch (PgChimeException e) {
            backoff.spell(Duration.ofNanos(time.nanos() - began));
            Duration delay = e.isRetryable() ? backoff.next() : backoff.slow();
            retryLog.retry(delay, e);
            guard.call(error -> listener.onDisconnected(options.name(), error), e);
            return delay;
        }
    }

    private void lead(Lease lease) throws InterruptedException {
        Dispatch dispatch = new Dispatch(time, options.laterEntriesWait());
        Ledger ledger = new Ledger(database, options.name(), lease);
        Workers workers = new Workers(
                dispatch, ledger, lease, handler.on(database, ledger), handler.most(), payloads, isLast, time);
        Leading lead = new Leading(database, options, lease, ledger, reading.get(), dispatch, workers, time, random);
        Renewal renewal = new Renewal(lease, options, database, time, dispatch::wake);
        try {
            gaps.tell(lease);
            lead.begin();
            leading = Optional.of(dispatch);
            guard.call(consumer -> listener.onLeading(consumer, lease.epoch()), options.name());
            workers.start(options.name(), options.parallelism());
            try {
                lead.run(() -> closed);
            } finally {
                leading = Optional.empty();
                workers.stop(closed && lease.isValid() ? options.stopTimeout() : Duration.ZERO);
                guard.call(listener::onStandby, options.name());
            }
            lead.finish();
        } finally {
            renewal.close();
        }
        lease.release(database);
    }
}
