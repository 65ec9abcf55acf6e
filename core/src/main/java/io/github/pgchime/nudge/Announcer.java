package io.github.pgchime.nudge;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells what was committed, when the window closes and a refetch can see it.
 *
 * <p>A decoded COMMIT comes before visibility: the log record is written, and decoded, before the transaction leaves
 * the list of those in progress, and with an absent synchronous standby it stays there. So transactions arrive here
 * from the reading thread, and this thread asks one snapshot for all of them: those visible are told, the others held
 * and asked for again after 1 ms, doubling to 1 s. A held one holds up no other.
 *
 * <p>It outlives connections: what is held when one is lost is still told after the next one's Resync, which may have
 * come before it was visible.
 */
final class Announcer implements Runnable {

    /** One connection, as far as this side needs it. */
    interface Link {
        Visibility visibility();

        WatchList watchList();

        /** How far the stream has come. */
        Lsn streamed();

        /** Asks the server how far it has come, should nothing else tell. */
        void askPosition();

        /** Whether there is anything to verify from time to time; always the same. */
        boolean needsVerifying();

        /** Throws if the stream no longer tells everything. For the announcer's thread. */
        void verify();

        /** The connection is of no use any more. */
        void fail(PgChimeException cause);
    }

    private static final System.Logger LOG = System.getLogger(Announcer.class.getName());

    /** So many tables of arrived transactions are kept at most; then the reader waits, which the server can bear. */
    private static final int MOST_WAITING = 65_536;

    /** From so many on they are asked for before the window closes, so that a long window keeps counts only. */
    private static final int MANY_WAITING = 1_024;

    private static final Duration FIRST_RETRY = Duration.ofMillis(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private final NudgeOptions options;
    private final TimeSource time;
    private final Consumer<FeedItem> told;
    private final Outbox outbox;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Window window;
    private final Suspects suspects = new Suspects();
    private List<CommittedTransaction> arrived = new ArrayList<>();
    private int waiting;
    private Optional<Link> link = Optional.empty();
    private OptionalLong retryAt = OptionalLong.empty();
    private OptionalLong failsafeAt = OptionalLong.empty();
    private OptionalLong verifyAt = OptionalLong.empty();
    private Duration retryDelay = FIRST_RETRY;
    private boolean justConnected;
    private boolean warned;

    /** Visible already, told when their window closes; then those whose window has closed. */
    private final Coalescer early;

    private final Coalescer due;
    private List<CommittedTransaction> held = new ArrayList<>();
    private int heldAndDue;
    private boolean heldAnew;
    private volatile List<Long> invisible = List.of();

    /** @param told hears of every item as it is handed to the outbox */
    Announcer(NudgeOptions options, TimeSource time, Outbox outbox, Consumer<FeedItem> told) {
        this.options = options;
        this.time = time;
        this.outbox = outbox;
        this.told = told;
        this.window = new Window(options.debounce(), options.maxBatchWait());
        this.early = new Coalescer(options.maxTables());
        this.due = new Coalescer(options.maxTables());
    }

    /** A connection streams: everything before it must be reloaded. */
    void connected(Link connected, Resync.Reason reason, Set<Integer> unfinished) {
        lock.lock();
        try {
            link = Optional.of(connected);
            suspects.begin(unfinished);
            retryDelay = FIRST_RETRY;
            justConnected = true;
            restartFailsafe();
            restartVerifying(connected);
            work.signalAll();
        } finally {
            lock.unlock();
        }
        tell(new Resync(reason));
    }

    /** The connection is lost; what arrived over it stays. */
    void disconnected(Link lost) {
        lock.lock();
        try {
            if (isCurrent(lost)) {
                link = Optional.empty();
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A transaction was decoded; waits while there are too many. */
    void committed(Link from, CommittedTransaction transaction) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting >= MOST_WAITING && isCurrent(from)) {
                room.await();
            }
            if (!isCurrent(from)) {
                throw new ConnectionLostException("the connection was given up");
            }
            suspects.told(transaction.xid());
            if (transaction.isEmpty()) {
                return;
            }
            arrived.add(transaction);
            waiting += weight(transaction);
            boolean wake = window.closesAt().isEmpty() || arrived.size() == MANY_WAITING;
            window.wakeUp(time.nanos());
            if (wake) {
                work.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Transactions that are committed and not visible yet, by their 32-bit ids, unsigned. */
    List<Long> invisible() {
        return invisible;
    }

    /** Tells until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                Round round = awaitRound();
                try {
                    announce(round);
                } catch (PgChimeException e) {
                    round.link().fail(e);
                    disconnected(round.link());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What one round of asking is about.
     *
     * @param windowClosed whether all that arrived so far is due; so is what an earlier connection left
     * @param alreadyHeld so many were held before, the others are new
     */
    private record Round(Link link, boolean windowClosed, int alreadyHeld, boolean failsafe, boolean verify) {}

    private Round awaitRound() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = time.nanos();
                if (link.isPresent()) {
                    boolean windowClosed = window.isDue(now) || justConnected;
                    boolean failsafe = isDue(failsafeAt, now);
                    boolean verify = isDue(verifyAt, now);
                    if (windowClosed || isDue(retryAt, now) || failsafe || verify || arrived.size() >= MANY_WAITING) {
                        return begin(new Round(link.get(), windowClosed, held.size(), failsafe, verify));
                    }
                }
                OptionalLong next = link.isPresent() ? next() : OptionalLong.empty();
                if (next.isPresent()) {
                    time.await(work, next.getAsLong());
                } else {
                    work.await();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Round begin(Round round) {
        if (round.windowClosed()) {
            window.close();
            justConnected = false;
        }
        if (round.failsafe()) {
            restartFailsafe();
        }
        if (round.verify()) {
            restartVerifying(round.link());
        }
        held.addAll(arrived);
        arrived = new ArrayList<>();
        return round;
    }

    private OptionalLong next() {
        OptionalLong soonest = OptionalLong.empty();
        for (OptionalLong at : List.of(window.closesAt(), retryAt, failsafeAt, verifyAt)) {
            if (at.isPresent() && (soonest.isEmpty() || at.getAsLong() - soonest.getAsLong() < 0)) {
                soonest = at;
            }
        }
        return soonest;
    }

    private void announce(Round round) {
        if (round.verify()) {
            round.link().verify();
        }
        Visibility visibility = round.link().visibility();
        WatchList watchList = round.link().watchList();
        Lsn streamed = round.link().streamed();
        Set<TableName> places = watchList.needsPlaces()
                ? held.stream()
                        .flatMap(transaction -> transaction.changes().keySet().stream())
                        .collect(Collectors.toSet())
                : Set.of();
        Visibility.Answer answer = visibility.ask(places);
        boolean late = lateCommit(visibility, answer, streamed);
        if (round.windowClosed()) {
            due.addAll(early);
            early.clear();
            heldAndDue = held.size();
        }
        int freed = settleVisible(round, answer);
        invisible = held.stream()
                .map(transaction -> Integer.toUnsignedLong(transaction.xid()))
                .toList();
        finish(round, freed, late);
    }

    /** Moves what is visible on, and returns how much waits no longer. */
    private int settleVisible(Round round, Visibility.Answer answer) {
        List<CommittedTransaction> stillHeld = new ArrayList<>();
        int stillDue = 0;
        int freed = 0;
        heldAnew = false;
        for (int i = 0; i < held.size(); i++) {
            CommittedTransaction transaction = held.get(i);
            boolean isDue = i < heldAndDue;
            if (answer.isVisible(transaction.xid())) {
                settle(transaction, isDue ? due : early, answer, round.link().watchList());
                freed += weight(transaction);
            } else {
                stillHeld.add(transaction);
                stillDue += isDue ? 1 : 0;
                heldAnew |= i >= round.alreadyHeld();
            }
        }
        held = stillHeld;
        heldAndDue = stillDue;
        return freed;
    }

    private static void settle(
            CommittedTransaction transaction, Coalescer into, Visibility.Answer answer, WatchList watchList) {
        if (transaction.overflow()) {
            into.overflow();
        }
        transaction
                .changes()
                .forEach((touched, count) -> watchList
                        .nudged(touched, answer.ancestors())
                        .forEach(name -> into.add(name, count, transaction.seenAt())));
    }

    private boolean lateCommit(Visibility visibility, Visibility.Answer answer, Lsn streamed) {
        List<Long> untold;
        lock.lock();
        try {
            untold = suspects.untold(answer, streamed);
        } finally {
            lock.unlock();
        }
        return !untold.isEmpty() && visibility.anyCommitted(untold);
    }

    private void finish(Round round, int freed, boolean late) {
        lock.lock();
        try {
            waiting -= freed;
            room.signalAll();
            if (held.isEmpty() && suspects.isEmpty()) {
                retryDelay = FIRST_RETRY;
                retryAt = OptionalLong.empty();
                warned = false;
            } else {
                askAgain(round);
            }
        } finally {
            lock.unlock();
        }
        if (round.failsafe()) {
            tell(new Resync(Resync.Reason.FAILSAFE));
        }
        if (late) {
            tell(new Resync(Resync.Reason.LATE_COMMIT));
        }
        if (!due.isEmpty()) {
            FeedItem item = due.overflowed() ? new Resync(Resync.Reason.OVERFLOW) : new Batch(due.nudges());
            outbox.put(due);
            due.clear();
            told.accept(item);
        }
    }

    /** A transaction that is held for the first time is asked for soon, however long others have been held. */
    private void askAgain(Round round) {
        if (heldAnew) {
            retryDelay = FIRST_RETRY;
        }
        retryAt = OptionalLong.of(time.after(retryDelay));
        Duration most = held.isEmpty() ? options.statusInterval() : LAST_RETRY;
        Duration doubled = retryDelay.multipliedBy(2);
        retryDelay = doubled.compareTo(most) < 0 ? doubled : most;
        if (!suspects.isEmpty()) {
            round.link().askPosition();
        }
        if (retryDelay.equals(LAST_RETRY) && !held.isEmpty() && !warned) {
            warned = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "committed but not visible yet, so not told: transactions " + invisible
                            + ". Is a synchronous standby away?");
        }
    }

    private void tell(Resync resync) {
        outbox.put(resync);
        told.accept(resync);
    }

    private void restartFailsafe() {
        failsafeAt = options.failsafe()
                .map(interval -> OptionalLong.of(time.after(interval)))
                .orElse(OptionalLong.empty());
    }

    private void restartVerifying(Link current) {
        verifyAt =
                current.needsVerifying() ? OptionalLong.of(time.after(options.statusInterval())) : OptionalLong.empty();
    }

    private boolean isCurrent(Link one) {
        return link.isPresent() && link.get().equals(one);
    }

    private static boolean isDue(OptionalLong at, long now) {
        return at.isPresent() && at.getAsLong() - now <= 0;
    }

    private static int weight(CommittedTransaction transaction) {
        return Math.max(1, transaction.changes().size());
    }
}
