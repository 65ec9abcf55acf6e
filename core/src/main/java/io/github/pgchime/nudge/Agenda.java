package io.github.pgchime.nudge;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be told, over all connections, and when to ask for it: when a window closes, when there is a lot of it,
 * when something held may be visible by now. The reading thread puts transactions on it and waits while there are too
 * many; the announcer takes rounds from it, and finishes each before the next.
 */
final class Agenda {

    /** So many tables of transactions are kept at most; then the reader waits, which the server can bear. */
    static final int MOST_WAITING = 65_536;

    /**
     * From so many tables of transactions on they are asked for before the window closes, so that a long window keeps
     * counts only.
     */
    static final int MANY_WAITING = 1_024;

    /**
     * A round that took so many transactions tells that they come faster than one can ask for each: the next one is not
     * before {@link #PACE} has passed, in which more of them gather.
     */
    private static final int FLOWING = 8;

    private static final long PACE = Duration.ofMillis(1).toNanos();

    private static final System.Logger LOG = System.getLogger(Agenda.class.getName());

    private final NudgeOptions options;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Window window;
    private final Retry retry = new Retry();
    private final Suspects suspects = new Suspects();
    private List<CommittedTransaction> arrived = new ArrayList<>();
    private List<CommittedTransaction> held = new ArrayList<>();
    private int heldAndDue;
    private int arrivedTables;
    private int waitingTables;
    private Optional<Announcer.Link> link = Optional.empty();
    private OptionalLong failsafeAt = OptionalLong.empty();
    private OptionalLong verifyAt = OptionalLong.empty();
    private OptionalLong pacedUntil = OptionalLong.empty();
    private boolean saidFull;

    Agenda(NudgeOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
        this.window = new Window(options.debounce(), options.maxBatchWait());
    }

    /**
     * One round of asking.
     *
     * @param transactions those that wait, the oldest first
     * @param asked how many of them were asked for before
     * @param due how many of them came in a window that has closed since
     * @param closed whether one has closed now
     * @param failsafe whether the failsafe interval has passed
     * @param verify whether the stream's premises are to be verified
     */
    record Round(
            Announcer.Link link,
            List<CommittedTransaction> transactions,
            int asked,
            int due,
            boolean closed,
            boolean failsafe,
            boolean verify) {}

    /**
     * What a round has left.
     *
     * @param held those not visible yet, in order
     * @param due how many of them came in a window that has closed
     * @param anew whether some of them were not asked for before
     * @param freedTables how many tables wait no longer
     */
    record Outcome(List<CommittedTransaction> held, int due, boolean anew, int freedTables) {}

    /** A connection streams; these transactions were under way when it began. What is left from before is due. */
    void connected(Announcer.Link connected, Set<Integer> unfinished) {
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
    void disconnected(Announcer.Link lost) {
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
    void committed(Announcer.Link from, CommittedTransaction transaction) throws InterruptedException {
        if (isNewlyFull()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "so many committed transactions wait to be told that reading pauses until some are visible");
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
        arrivedTables += transaction.weight();
        waitingTables += transaction.weight();
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

    /** Waits until there is something to ask, on a connection. */
    Round awaitRound() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = time.nanos();
                if (link.isPresent()) {
                    boolean closed = isDue(windowCloses(), now);
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

    private Round begin(Announcer.Link current, long now, boolean closed, boolean failsafe, boolean verify) {
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
            boolean flowing = held.size() - asked >= FLOWING;
            pacedUntil = flowing ? OptionalLong.of(now + PACE) : OptionalLong.empty();
        }
        return new Round(current, List.copyOf(held), asked, heldAndDue, closed, failsafe, verify);
    }

    private OptionalLong windowCloses() {
        OptionalLong closesAt = window.closesAt();
        boolean early =
                closesAt.isPresent() && pacedUntil.isPresent() && closesAt.getAsLong() - pacedUntil.getAsLong() < 0;
        return early ? pacedUntil : closesAt;
    }

    private OptionalLong next() {
        OptionalLong soonest = OptionalLong.empty();
        for (OptionalLong at : List.of(windowCloses(), retry.at(), failsafeAt, verifyAt)) {
            if (at.isPresent() && (soonest.isEmpty() || at.getAsLong() - soonest.getAsLong() < 0)) {
                soonest = at;
            }
        }
        return soonest;
    }

    /** Takes note of the answer to a round, and returns the suspects which the stream should have told by now. */
    List<Long> untold(Visibility.Answer answer, Lsn streamed) {
        lock.lock();
        try {
            return suspects.untold(answer, streamed);
        } finally {
            lock.unlock();
        }
    }

    /** Ends a round that was answered. */
    void finish(Round round, Outcome outcome) {
        lock.lock();
        try {
            held = new ArrayList<>(outcome.held());
            heldAndDue = outcome.due();
            waitingTables -= outcome.freedTables();
            saidFull &= waitingTables >= MOST_WAITING / 2;
            room.signalAll();
            if (held.isEmpty() && suspects.isEmpty()) {
                retry.stop();
            } else if (outcome.anew()) {
                retry.begin(time.nanos());
            } else {
                retry.again(time.nanos());
            }
            if (suspects.awaitStream()) {
                round.link().askPosition();
            }
        } finally {
            lock.unlock();
        }
    }

    private void restartFailsafe() {
        failsafeAt = options.failsafe()
                .map(interval -> OptionalLong.of(time.after(interval)))
                .orElse(OptionalLong.empty());
    }

    private void restartVerifying(Announcer.Link current) {
        verifyAt =
                current.needsVerifying() ? OptionalLong.of(time.after(options.statusInterval())) : OptionalLong.empty();
    }

    private boolean isCurrent(Announcer.Link one) {
        return link.isPresent() && link.get().equals(one);
    }

    private static boolean isDue(OptionalLong at, long now) {
        return at.isPresent() && at.getAsLong() - now <= 0;
    }
}
