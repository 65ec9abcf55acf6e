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
 * and asked for again after 1 ms, doubling to 1 s. A held one holds up no other, and opens no other's window early.
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

    /** So many tables of transactions are kept at most; then the reader waits, which the server can bear. */
    static final int MOST_WAITING = 65_536;

    /**
     * From so many tables of transactions on they are asked for before the window closes, so that a long window keeps
     * counts only.
     */
    static final int MANY_WAITING = 1_024;

    private final NudgeOptions options;
    private final TimeSource time;
    private final Consumer<FeedItem> told;
    private final Outbox outbox;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Window window;
    private final Suspects suspects = new Suspects();
    private final Retry retry = new Retry();
    private List<CommittedTransaction> arrived = new ArrayList<>();
    private List<CommittedTransaction> held = new ArrayList<>();
    private int heldAndDue;
    private int arrivedTables;
    private int waitingTables;
    private Optional<Link> link = Optional.empty();
    private OptionalLong failsafeAt = OptionalLong.empty();
    private OptionalLong verifyAt = OptionalLong.empty();
    private boolean saidFull;

    /** Visible, and told when the window closes. Of this side's thread alone, as is what follows. */
    private final Coalescer early;

    /** Visible, and told at the end of the round. */
    private final Coalescer due;

    private boolean saidHeld;
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
        tell(new Resync(reason));
        lock.lock();
        try {
            link = Optional.of(connected);
            suspects.begin(unfinished);
            heldAndDue = held.size();
            if (!held.isEmpty() || !suspects.isEmpty()) {
                retry.at(time.nanos());
            }
            restartFailsafe();
            restartVerifying(connected);
            work.signalAll();
        } finally {
            lock.unlock();
        }
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
        if (isNewlyFull()) {
            warn("so many committed transactions wait to be told that reading pauses; not visible yet are "
                    + invisible);
        }
        lock.lockInterruptibly();
        try {
            while (waitingTables >= MOST_WAITING && isCurrent(from)) {
                room.await();
            }
            if (!isCurrent(from)) {
                throw new ConnectionLostException("the connection was given up");
            }
            suspects.told(transaction.xid());
            if (!transaction.isEmpty()) {
                arrive(transaction);
            }
        } finally {
            lock.unlock();
        }
    }

    private void arrive(CommittedTransaction transaction) {
        boolean few = arrivedTables < MANY_WAITING;
        boolean first = window.closesAt().isEmpty();
        arrived.add(transaction);
        arrivedTables += weight(transaction);
        waitingTables += weight(transaction);
        window.wakeUp(time.nanos());
        if (first || (few && arrivedTables >= MANY_WAITING)) {
            work.signalAll();
        }
    }

    private boolean isNewlyFull() {
        lock.lock();
        try {
            boolean newly = waitingTables >= MOST_WAITING && !saidFull;
            saidFull |= newly;
            return newly;
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
     * @param transactions those that wait, the oldest first
     * @param asked how many of them were asked for before
     * @param due how many of them came in a window that has closed since
     * @param closed whether one has closed now
     */
    private record Round(
            Link link,
            List<CommittedTransaction> transactions,
            int asked,
            int due,
            boolean closed,
            boolean failsafe,
            boolean verify) {}

    private Round awaitRound() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = time.nanos();
                if (link.isPresent()) {
                    boolean closed = window.isDue(now);
                    boolean failsafe = isDue(failsafeAt, now);
                    boolean verify = isDue(verifyAt, now);
                    if (closed || failsafe || verify || isDue(retry.at(), now) || arrivedTables >= MANY_WAITING) {
                        return begin(link.get(), now, closed, failsafe, verify);
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

    private Round begin(Link current, long now, boolean closed, boolean failsafe, boolean verify) {
        if (isDue(retry.at(), now)) {
            retry.asking();
        }
        if (failsafe) {
            restartFailsafe();
        }
        if (verify) {
            restartVerifying(current);
        }
        int asked = held.size();
        if (closed || arrivedTables >= MANY_WAITING) {
            held.addAll(arrived);
            arrived = new ArrayList<>();
            arrivedTables = 0;
        }
        if (closed) {
            window.close();
            heldAndDue = held.size();
        }
        return new Round(current, List.copyOf(held), asked, heldAndDue, closed, failsafe, verify);
    }

    private OptionalLong next() {
        OptionalLong soonest = OptionalLong.empty();
        for (OptionalLong at : List.of(window.closesAt(), retry.at(), failsafeAt, verifyAt)) {
            if (at.isPresent() && (soonest.isEmpty() || at.getAsLong() - soonest.getAsLong() < 0)) {
                soonest = at;
            }
        }
        return soonest;
    }

    /** Whatever can fail comes first: until all is answered, everything stays held. */
    private void announce(Round round) {
        if (round.verify()) {
            round.link().verify();
        }
        Visibility visibility = round.link().visibility();
        WatchList watchList = round.link().watchList();
        Lsn streamed = round.link().streamed();
        Set<TableName> places = watchList.needsPlaces()
                ? round.transactions().stream()
                        .flatMap(transaction -> transaction.changes().keySet().stream())
                        .collect(Collectors.toSet())
                : Set.of();
        Visibility.Answer answer = visibility.ask(places);
        boolean late = lateCommit(visibility, answer, streamed);

        if (round.closed()) {
            due.addAll(early);
            early.clear();
        }
        List<CommittedTransaction> stillHeld = new ArrayList<>();
        int stillDue = 0;
        boolean newHeld = false;
        int freedTables = 0;
        for (int i = 0; i < round.transactions().size(); i++) {
            CommittedTransaction transaction = round.transactions().get(i);
            if (answer.isVisible(transaction.xid())) {
                settle(transaction, i < round.due() ? due : early, answer, watchList);
                freedTables += weight(transaction);
            } else {
                stillHeld.add(transaction);
                stillDue += i < round.due() ? 1 : 0;
                newHeld |= i >= round.asked();
            }
        }
        invisible = stillHeld.stream()
                .map(transaction -> Integer.toUnsignedLong(transaction.xid()))
                .toList();
        finish(round.link(), stillHeld, stillDue, freedTables, newHeld);
        warnOfHeld(stillHeld);
        tell(round, late);
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

    private void finish(
            Link asked, List<CommittedTransaction> stillHeld, int stillDue, int freedTables, boolean newHeld) {
        lock.lock();
        try {
            held = stillHeld;
            heldAndDue = stillDue;
            waitingTables -= freedTables;
            saidFull &= waitingTables >= MOST_WAITING / 2;
            room.signalAll();
            if (held.isEmpty() && suspects.isEmpty()) {
                retry.stop();
            } else if (newHeld) {
                retry.begin(time.nanos());
            } else {
                retry.again(time.nanos());
            }
            if (suspects.awaitStream()) {
                asked.askPosition();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(Round round, boolean late) {
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

    private void warnOfHeld(List<CommittedTransaction> stillHeld) {
        if (stillHeld.isEmpty()) {
            saidHeld = false;
        } else if (!saidHeld
                && Duration.between(stillHeld.getFirst().seenAt(), time.instant())
                                .compareTo(Retry.LAST)
                        > 0) {
            saidHeld = true;
            warn("committed but not visible yet, so not told: transactions " + invisible
                    + ". Is a synchronous standby away?");
        }
    }

    private static void warn(String text) {
        LOG.log(System.Logger.Level.WARNING, text);
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
