package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

    private final TimeSource time;
    private final Agenda agenda;
    private final Outbox outbox;
    private final Consumer<FeedItem> told;

    /** Visible, and told when the window closes. Of this side's thread alone, as is what follows. */
    private final Coalescer early;

    /** Visible, and told at the end of the round. */
    private final Coalescer due;

    private boolean saidHeld;
    private volatile List<Long> invisible = List.of();

    /** @param told hears of every item as it is handed to the outbox */
    Announcer(NudgeOptions options, TimeSource time, Outbox outbox, Consumer<FeedItem> told) {
        this.time = time;
        this.agenda = new Agenda(options, time);
        this.outbox = outbox;
        this.told = told;
        this.early = new Coalescer(options.maxTables());
        this.due = new Coalescer(options.maxTables());
    }

    /** A connection streams: everything before it must be reloaded. */
    void connected(Link connected, Resync.Reason reason, Set<Integer> unfinished) {
        tell(new Resync(reason));
        agenda.connected(connected, unfinished);
    }

    /** The connection is lost; what arrived over it stays. */
    void disconnected(Link lost) {
        agenda.disconnected(lost);
    }

    /** A transaction was decoded; waits while there are too many. */
    void committed(Link from, CommittedTransaction transaction) throws InterruptedException {
        agenda.committed(from, transaction);
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
                Agenda.Round round = agenda.awaitRound();
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

    /** Whatever can fail comes first: until all is answered, everything stays held. */
    private void announce(Agenda.Round round) {
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
        List<Long> untold = agenda.untold(answer, streamed);
        boolean late = !untold.isEmpty() && visibility.anyCommitted(untold);

        if (round.closed()) {
            due.addAll(early);
            early.clear();
        }
        Agenda.Outcome outcome = settleVisible(round, answer);
        invisible = outcome.held().stream()
                .map(transaction -> Integer.toUnsignedLong(transaction.xid()))
                .toList();
        agenda.finish(round, outcome);
        warnOfHeld(outcome.held());
        tell(round, late);
    }

    private Agenda.Outcome settleVisible(Agenda.Round round, Visibility.Answer answer) {
        List<CommittedTransaction> held = new ArrayList<>();
        int stillDue = 0;
        boolean anew = false;
        int freedTables = 0;
        for (int i = 0; i < round.transactions().size(); i++) {
            CommittedTransaction transaction = round.transactions().get(i);
            boolean isDue = i < round.due();
            if (answer.isVisible(transaction.xid())) {
                settle(transaction, isDue ? due : early, answer, round.link().watchList());
                freedTables += transaction.weight();
            } else {
                held.add(transaction);
                stillDue += isDue ? 1 : 0;
                anew |= i >= round.asked();
            }
        }
        return new Agenda.Outcome(held, stillDue, anew, freedTables);
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

    private void tell(Agenda.Round round, boolean late) {
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
}
