package io.github.pgchime.change;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.decode.pgoutput.Content;
import io.github.pgchime.decode.pgoutput.PgOutputDecoder;
import io.github.pgchime.decode.pgoutput.PgOutputMessage;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.Feedback;
import io.github.pgchime.lifecycle.Lifeline;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.lifecycle.Watchdog;
import io.github.pgchime.replication.ReplicationMessage;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.spool.SpoolBudget;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.WireReader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * One connection's life: it opens a stream, and reads one transaction after the other for whoever asks, while it reports in the
 * background. One thread at a time reads, and closes it.
 */
final class StreamSession implements AutoCloseable {

    /** How often the limit of one wait may pass in silence while a slot is made, which may wait for several locks. */
    private static final int WAITS_OF_OPENING = 4;

    /** How often the server hears from this side in the time after which it would give it up. */
    private static final int REPORTS_IN_TIMEOUT = 3;

    /** How long the server may take to read a last report. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** A position that no log reaches. */
    private static final long ENDLESS = -1;

    private final ChangeStreamOptions options;
    private final TimeSource time;
    private final Acknowledgements acknowledgements;
    private final Types types;
    private final Lifeline lifeline;
    private final PgOutputDecoder decoder = new PgOutputDecoder();
    private final ValueSizes valueSizes;
    private final Descriptions descriptions;
    private final Assembler assembler;
    private final WalSender walSender;
    private final LongUnaryOperator allowed;
    private final Feedback feedback;
    private final Continuity continuity;
    private final long until;

    /** Up to where all has come that was committed. */
    private long reached;

    private StreamSession(
            ChangeStreamOptions options,
            TimeSource time,
            Acknowledgements acknowledgements,
            Types types,
            Lifeline lifeline,
            Function<StreamOpening, Continuity> opening) {
        this.lifeline = lifeline;
        this.options = options;
        this.time = time;
        this.acknowledgements = acknowledgements;
        this.types = types;
        this.descriptions = new Descriptions(new Tables(types::layout));
        this.valueSizes = new ValueSizes(options.maxValueSize());
        this.assembler = new Assembler(
                options.slot(), new SpoolBudget(options.spoolMemory(), options.spoolDirectory()), acknowledgements);
        this.walSender = WalSender.open(options.connection(), time::nanos);
        lifeline.atEnd(walSender::abort);
        try {
            Thread openingGuard = watch(
                    options.connection().connectTimeout().multipliedBy(WAITS_OF_OPENING),
                    walSender::silence,
                    "while the stream was being opened");
            Duration interval = reportInterval();
            continuity = opening.apply(new StreamOpening(options, walSender));
            allowed = watchPublications(continuity.publications());
            openingGuard.interrupt();
            feedback = new Feedback(walSender, interval, time, allowed);
        } catch (PgChimeException e) {
            close();
            throw lifeline.cause().orElse(e);
        }
        until = options.until().map(Lsn::value).orElse(ENDLESS);
        reached = continuity.start().value();
        acknowledgements.begin(continuity.start().value(), this::moved);
        lifeline.start(Thread.ofVirtual().name("pgchime-feedback"), this::report);
        options.liveness().ifPresent(limit -> watch(limit, walSender::silence, "within liveness"));
        options.heartbeat()
                .ifPresent(interval -> lifeline.start(
                        Thread.ofVirtual().name("pgchime-heartbeat"),
                        new Heartbeat(options.connection(), interval, time)));
    }

    /**
     * Connects, and opens the stream.
     *
     * @param lifeline what ends it
     * @param opening how to open it
     */
    static StreamSession open(
            ChangeStreamOptions options,
            TimeSource time,
            Acknowledgements acknowledgements,
            Types types,
            Lifeline lifeline,
            Function<StreamOpening, Continuity> opening) {
        return new StreamSession(options, time, acknowledgements, types, lifeline, opening);
    }

    private Duration reportInterval() {
        long timeout = walSender
                .query("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'wal_sender_timeout'")
                .getFirst()
                .int64("setting");
        Duration often = Duration.ofMillis(Math.max(1, timeout / REPORTS_IN_TIMEOUT));
        return timeout > 0 && often.compareTo(options.statusInterval()) < 0 ? often : options.statusInterval();
    }

    private LongUnaryOperator watchPublications(Publications publications) {
        if (walSender.connection().majorVersion() < PublicationWatch.SILENT_FROM) {
            return position -> position;
        }
        PublicationWatch watch = PublicationWatch.open(options.connection(), publications, time);
        lifeline.atEnd(watch::close);
        return watch::verified;
    }

    private void moved(long position) {
        if (!options.peek()) {
            feedback.reached(position);
            feedback.reportSoon();
        }
    }

    /** A connection over which nothing can be reported is of no use. */
    private void report() {
        try {
            feedback.run();
        } catch (PgChimeException e) {
            lifeline.end(e);
        } finally {
            lifeline.end();
        }
    }

    Continuity continuity() {
        return continuity;
    }

    /** By what a transaction is read that came over it. */
    Tables tables(Assembled whole) {
        return descriptions.take(whole);
    }

    int backendPid() {
        return walSender.connection().backendPid();
    }

    /** Whether all has come that was committed up to where the stream is to end. */
    boolean isAtEnd() {
        return Long.compareUnsigned(reached, until) >= 0;
    }

    /**
     * Waits for the next transaction that has a change in it; it is valid until the next call. There is none at the end.
     *
     * @throws PgChimeException why the session is over
     */
    Optional<Assembled> next() {
        try {
            Optional<Assembled> whole = Optional.empty();
            while (whole.isEmpty() && !isAtEnd()) {
                whole = step();
            }
            return whole;
        } catch (PgChimeException e) {
            throw lifeline.cause().orElse(e);
        }
    }

    /** The same, but of what the server has sent already; nothing where more is needed. */
    Optional<Assembled> nextHere() {
        try {
            Optional<Assembled> whole = Optional.empty();
            while (whole.isEmpty() && !isAtEnd() && walSender.hasNext()) {
                whole = step();
            }
            return whole;
        } catch (PgChimeException e) {
            throw lifeline.cause().orElse(e);
        }
    }

    /** Takes one message; the transaction that it makes whole. */
    private Optional<Assembled> step() {
        ReplicationMessage message = walSender.next();
        // No switch over types here, and no lambda below: either would make an object for every message.
        if (message instanceof ReplicationMessage.XLogData(long start, long walEnd, WireReader payload)) {
            Optional<Assembled> whole = accept(start, payload);
            return whole.isPresent() && isWithin(whole.get()) && matters(whole.get()) ? whole : Optional.empty();
        }
        if (message instanceof ReplicationMessage.Keepalive(long walEnd, boolean replyRequested)) {
            if (!assembler.isWithin()) {
                reached = walEnd;
                acknowledgements.passed(walEnd);
            }
            if (replyRequested) {
                feedback.reportNow();
            }
        }
        return Optional.empty();
    }

    private Optional<Assembled> accept(long start, WireReader payload) {
        PgOutputMessage message = decoder.decode(payload);
        if (message instanceof Content content) {
            if (content.type() == 'R') {
                Relation relation = Relation.decode(content.body().ahead("Relation"));
                valueSizes.describe(relation);
                types.learn(relation, this::ask);
            }
            valueSizes.check(content, walSender.connection().cutOff());
        }
        descriptions.accept(message);
        return assembler.accept(message, start);
    }

    /** Over a connection of its own, which is watched as well: meanwhile nobody waits for the walsender. */
    private void ask(Consumer<Catalog> questions) {
        try (PgConnection connection =
                PgConnection.open(options.connection(), PgConnection.Role.ORDINARY, time::nanos)) {
            lifeline.atEnd(connection::abort);
            Thread guard = watch(
                    options.connection().connectTimeout(), connection::silence, "while the catalog was being asked");
            questions.accept(new Catalog(connection::query));
            guard.interrupt();
        }
    }

    /** What lies behind the end is as good as not sent. */
    private boolean isWithin(Assembled whole) {
        reached = whole.commit().end().value();
        return Long.compareUnsigned(reached, until) <= 0;
    }

    /** What has no change in it, or is a heartbeat, or acknowledged already, is only a way that the server has come. */
    private boolean matters(Assembled whole) {
        Lsn end = whole.commit().end();
        if (whole.changes() > 0 && !Heartbeat.isOne(whole) && !acknowledgements.isAcknowledged(end)) {
            return true;
        }
        whole.described().forEach(descriptions.take(whole)::describe);
        acknowledgements.passed(end.value(), whole.prepared());
        return false;
    }

    /** Tells the server how far all is acknowledged and that this is the end. It has a while to read that. */
    void sayFarewell(Lsn acknowledged) {
        long told = options.peek() ? 0 : acknowledged.value();
        try {
            lifeline.start(Thread.ofVirtual().name("pgchime-farewell"), this::endLate);
            walSender.sendStatus(new Lsn(allowed.applyAsLong(told)), time.instant(), false);
            walSender.sendTerminate();
        } catch (PgChimeException e) {
            lifeline.end(e);
        }
    }

    private void endLate() {
        try {
            new Alarm(time).await(time.after(FAREWELL));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lifeline.end();
    }

    /** Reads until the server has ended the session; what it sends until then comes again. */
    void awaitEnd() {
        try {
            while (true) {
                walSender.next();
            }
        } catch (PgChimeException e) {
            lifeline.end(e);
        }
    }

    private Thread watch(Duration limit, Supplier<Duration> silence, String when) {
        Watchdog watchdog = new Watchdog(
                limit,
                time,
                silence,
                silent -> lifeline.end(new ConnectionLostException(
                        "the server said nothing for " + silent.toMillis() + " ms " + when)));
        return lifeline.start(Thread.ofVirtual().name("pgchime-watchdog"), watchdog);
    }

    /** Ends the connection, and lets go of what was kept; for the thread that reads. */
    @Override
    public void close() {
        lifeline.end();
        assembler.close();
    }
}
