package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.lifecycle.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What an instance does while it leads: it reads ahead, has entries handled, and acknowledges what is, all on one thread; only
 * handlers run on others. What it has read ahead it may have to give back: only what is acknowledged counts.
 */
final class Leading {

    private static final System.Logger LOG = System.getLogger(Leading.class.getName());

    /** What is read ahead at most. */
    private static final int MOST_OPEN = 4_000;

    private static final long MOST_BYTES = 8 << 20;

    /** How far settled entries may lie behind one that takes long. */
    private static final int LONGEST_WINDOW = 200_000;

    private static final int MOST_AGAIN = 1_000;

    /** So many are acknowledged together, or as many as are handled in this time. */
    private static final int MOST_VERDICTS = 2_000;

    private static final Duration GATHER = Duration.ofMillis(5);

    /**
     * How long after a tick the next one is taken, for each entry that came with it, and at most: what comes by the thousand a second
     * is read together, and what comes one by one at once.
     */
    private static final Duration REST_PER_ENTRY = Duration.ofNanos(500_000);

    private static final Duration LONGEST_REST = Duration.ofMillis(10);

    /** How late it may notice that its lease has run out, of which a fifth is kept in reserve. */
    private static final Duration LEASE_CHECK = Duration.ofMillis(100);

    private final Database database;
    private final ConsumerOptions options;
    private final Lease lease;
    private final Ledger ledger;
    private final Reading reading;
    private final Dispatch dispatch;
    private final Workers workers;
    private final Verdicts verdicts = new Verdicts();
    private final Window window;
    private final Set<Long> again = new HashSet<>();
    private final Housekeeping housekeeping;
    private final TimeSource time;
    private final RandomGenerator random;

    /** Between these the next page lies. */
    private Tick from;

    private Optional<Tick> to;
    private long read;

    /** What was there before this instance led, which is all up to its first own tick. */
    private boolean replay = true;

    private boolean ownTick;

    private boolean anything = true;
    private int inBatch;
    private long nextTick;
    private boolean resting;
    private Position acknowledged;

    /** Taken since, and not yet named by a position that is stored; in order. */
    private final Deque<Tick> unnamed = new ArrayDeque<>();

    private long firstVerdict;
    private OptionalLong nextAgain;
    private long nextCheck;
    private final Rate rate;

    Leading(
            Database database,
            ConsumerOptions options,
            Lease lease,
            Ledger ledger,
            Reading reading,
            Dispatch dispatch,
            Workers workers,
            TimeSource time,
            RandomGenerator random) {
        this.database = database;
        this.options = options;
        this.lease = lease;
        this.ledger = ledger;
        this.reading = reading;
        this.dispatch = dispatch;
        this.workers = workers;
        this.time = time;
        this.random = random;
        this.housekeeping = new Housekeeping(database, time);
        Position position = lease.position();
        this.window = new Window(position);
        this.acknowledged = position;
        this.from = ledger.tick(position.tick());
        this.to = position.batch().stream().mapToObj(ledger::tick).findFirst();
        this.read = position.entry();
        this.nextAgain = OptionalLong.of(time.nanos());
        this.nextCheck = time.after(options.check());
        this.nextTick = time.nanos();
        this.rate = new Rate(time);
    }

    /** Takes the tick up to which entries are those that were there before it led. */
    void begin() {
        int lost = ledger.dropLost();
        if (lost > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "consumer " + options.name() + " cannot try " + lost + " entries again, for they are gone");
        }
        ledger.tidy();
        dispatch.pause(lease.isPaused());
        if (to.isEmpty()) {
            anything = false;
            takeTick();
        }
    }

    /**
     * Goes on until it is over.
     *
     * @throws LeaseLostException if it leads no longer
     * @throws io.github.pgchime.PgChimeException if the database is out of reach
     */
    void run(BooleanSupplier isOver) throws InterruptedException {
        while (!isOver.getAsBoolean()) {
            step();
        }
    }

    private void step() throws InterruptedException {
        if (!lease.isValid()) {
            throw lease.lost();
        }
        workers.broken().ifPresent(Leading::rethrow);
        dispatch.pause(lease.isPaused());
        gather();
        if (isTimeToAcknowledge()) {
            acknowledge();
        }
        resting = false;
        boolean more = !lease.isPaused() && fill();
        if (!more || dispatch.open() > 0) {
            await(more ? time.nanos() : nextDeadline());
        }
        if (time.nanos() - nextCheck >= 0) {
            housekeeping.run();
            rate.news().ifPresent(ledger::noteRate);
            anything = true;
            nextCheck = time.after(options.check());
        }
    }

    private void await(long until) throws InterruptedException {
        if (resting) {
            dispatch.awaitSettled(until);
        } else {
            anything |= dispatch.awaitNews(until);
        }
    }

    private static void rethrow(Throwable broken) {
        if (broken instanceof RuntimeException exception) {
            throw exception;
        }
        throw new IllegalStateException("a handler's thread has ended", broken);
    }

    /** Takes in what has become of entries. */
    private void gather() {
        if (verdicts.count() == 0) {
            firstVerdict = time.nanos();
        }
        for (InHand entry : dispatch.settled()) {
            switch (entry.account()) {
                case DONE, TOLD -> {
                    verdicts.done(entry);
                    rate.count();
                }
                case RETRY -> verdicts.later(entry, options.retry().delay(entry.attempt(), random));
                case PARKED -> verdicts.park(entry);
                case DEAD -> verdicts.dead(entry);
                case OPEN -> throw new IllegalStateException(entry.id() + " is not settled");
            }
        }
        window.advance().forEach(verdicts::past);
    }

    private boolean isTimeToAcknowledge() {
        boolean isAnything = verdicts.count() > 0 || !window.position().equals(acknowledged);
        return isAnything
                && (dispatch.open() == 0
                        // Whoever reads the next page is to know that their sequences wait.
                        || !verdicts.later().isEmpty()
                        || verdicts.count() >= MOST_VERDICTS
                        || time.nanos() - firstVerdict >= GATHER.toNanos());
    }

    private void acknowledge() {
        ledger.acknowledge(window.position(), named(), verdicts);
        acknowledged = window.position();
        forgetNamed();
        verdicts.again().forEach(entry -> again.remove(entry.id()));
        verdicts.dead().forEach(entry -> again.remove(entry.id()));
        boolean tryAgain = !verdicts.later().isEmpty()
                || !verdicts.again().isEmpty()
                || !verdicts.dead().isEmpty();
        verdicts.later().forEach(later -> again.remove(later.entry().id()));
        verdicts.clear();
        if (tryAgain) {
            nextAgain = OptionalLong.of(time.nanos());
        }
    }

    /** What the position names that no stored one does. */
    private List<Tick> named() {
        Position position = window.position();
        return unnamed.stream()
                .filter(tick -> tick.id() == position.tick()
                        || (position.batch().isPresent()
                                && tick.id() == position.batch().getAsLong()))
                .toList();
    }

    /** Those before the batch are of no use any more, those in the position are stored. */
    private void forgetNamed() {
        long newest = acknowledged.batch().orElse(acknowledged.tick());
        while (!unnamed.isEmpty() && unnamed.peek().id() <= newest) {
            unnamed.remove();
        }
    }

    /** Reads what there is room for; whether there may be more at once. */
    private boolean fill() {
        if (dispatch.open() >= MOST_OPEN || dispatch.bytes() >= MOST_BYTES || window.size() >= LONGEST_WINDOW) {
            return false;
        }
        if (nextAgain.isPresent() && time.nanos() - nextAgain.getAsLong() >= 0) {
            tryAgain();
        }
        if (to.isEmpty()) {
            resting = anything && time.nanos() - nextTick < 0;
            if (!anything || resting) {
                return false;
            }
            anything = false;
            return takeTick();
        }
        readPage(to.get());
        return true;
    }

    /** A batch begins if there is anything, and is read at once if it is small. Says whether there was. */
    private boolean takeTick() {
        Optional<Reading.Page> first =
                database.transaction("taking a tick for consumer " + options.name(), connection -> {
                    to = reading.next(connection, from);
                    ownTick = true;
                    if (to.isEmpty()) {
                        replay = false;
                        return Optional.empty();
                    }
                    read = 0;
                    inBatch = 0;
                    unnamed.add(to.get());
                    window.add(Position.behind(from.id()).within(to.get().id()));
                    Optional<Reading.Page> page =
                            reading.littlePage(connection, from, to.get(), options.channels(), replay);
                    if (page.isPresent()) {
                        offer(page.get(), to.get(), connection);
                    }
                    return page;
                });
        boolean isAny = to.isPresent();
        first.ifPresent(page -> taken(page, to.orElseThrow()));
        return isAny;
    }

    private void readPage(Tick end) {
        Reading.Page page = database.transaction("reading for consumer " + options.name(), connection -> {
            Reading.Page entries = reading.page(connection, from, end, read, options.channels(), replay);
            offer(entries, end, connection);
            return entries;
        });
        taken(page, end);
    }

    private void taken(Reading.Page page, Tick end) {
        read = page.upTo();
        inBatch += page.entries().size();
        if (page.last()) {
            from = end;
            to = Optional.empty();
            replay &= !ownTick;
            anything = true;
            nextTick = time.after(rest());
            window.add(Position.behind(end.id()));
        }
    }

    private Duration rest() {
        Duration rest = REST_PER_ENTRY.multipliedBy(inBatch);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private void offer(Reading.Page page, Tick end, Connection connection) throws SQLException {
        List<Found> entries = page.entries();
        if (entries.isEmpty()) {
            return;
        }
        Ledger.Known known = ledger.known(connection, entries);
        Position within = Position.behind(from.id()).within(end.id());
        List<InHand> open = new ArrayList<>();
        for (Found found : entries) {
            InHand entry = new InHand(found, false);
            window.add(entry, within.at(entry.id()));
            if (known.settled().contains(entry.id())) {
                entry.settle(Outcome.TOLD, "");
                entry.account();
            } else if (options.laterEntriesWait() && known.waiting().contains(entry.sequence())) {
                dispatch.park(entry);
            } else {
                open.add(entry);
            }
        }
        dispatch.offer(open);
    }

    private void tryAgain() {
        Ledger.Due due = ledger.due(again, MOST_AGAIN);
        List<InHand> entries =
                due.entries().stream().map(found -> new InHand(found, true)).toList();
        entries.forEach(entry -> again.add(entry.id()));
        dispatch.offer(entries);
        nextAgain = due.nextIn().stream().mapToLong(time::after).findFirst();
    }

    private long nextDeadline() {
        long next = Math.min(nextCheck, time.after(verdicts.count() > 0 ? GATHER : LEASE_CHECK));
        if (resting) {
            next = Math.min(next, nextTick);
        }
        return Math.min(next, nextAgain.orElse(next));
    }

    /** Acknowledges what is left, once nothing is handled any more. */
    void finish() {
        gather();
        if (verdicts.count() > 0 || !window.position().equals(acknowledged)) {
            ledger.acknowledge(window.position(), named(), verdicts);
        }
    }
}
