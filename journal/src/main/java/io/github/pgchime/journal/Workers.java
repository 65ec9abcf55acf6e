package io.github.pgchime.journal;

import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;

/** The threads on which handlers run, as many as may run beside each other. They end with the lease. */
final class Workers {

    private static final int LONGEST_ERROR = 2_000;

    private final Dispatch dispatch;
    private final Ledger ledger;
    private final Lease lease;
    private final Handling handling;
    private final int most;
    private final PayloadMapper payloads;
    private final BiPredicate<Entry, Throwable> isLast;
    private final TimeSource time;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Optional<Throwable>> broken = new AtomicReference<>(Optional.empty());

    /**
     * @param most how many entries it handles at once
     * @param isLast whether no attempt is to follow the one that threw this
     */
    Workers(
            Dispatch dispatch,
            Ledger ledger,
            Lease lease,
            Handling handling,
            int most,
            PayloadMapper payloads,
            BiPredicate<Entry, Throwable> isLast,
            TimeSource time) {
        this.dispatch = dispatch;
        this.ledger = ledger;
        this.lease = lease;
        this.handling = handling;
        this.most = most;
        this.payloads = payloads;
        this.isLast = isLast;
        this.time = time;
    }

    void start(String consumer, int count) {
        for (int i = 1; i <= count; i++) {
            threads.add(Thread.ofVirtual().name("pgchime-" + consumer + "-" + i).start(this::work));
        }
    }

    /** What keeps entries from being handled, and is no handler's failure. */
    Optional<Throwable> broken() {
        return broken.get();
    }

    private void work() {
        try {
            for (List<InHand> next = dispatch.take(most); !next.isEmpty(); next = dispatch.take(most)) {
                handle(next);
            }
        } catch (InterruptedException e) {
            // What was in hand comes again.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            broken.compareAndSet(Optional.empty(), Optional.of(e));
            dispatch.end();
        }
    }

    private void handle(List<InHand> inHand) throws InterruptedException {
        if (!lease.isValid()) {
            throw lease.lost();
        }
        List<Entry> entries = inHand.stream().map(this::entry).toList();
        try {
            Outcome outcome = handling.handle(inHand, entries);
            inHand.forEach(entry -> dispatch.settled(entry, outcome, ""));
        } catch (HandlerFailure e) {
            if (Thread.interrupted() || e.thrown() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            failed(inHand, entries, e.thrown());
        }
    }

    /** Which of several it was shows when each is handled alone. */
    private void failed(List<InHand> inHand, List<Entry> entries, Throwable thrown) throws InterruptedException {
        if (inHand.size() > 1) {
            for (InHand alone : inHand) {
                if (dispatch.isOpen(alone)) {
                    handle(List.of(alone));
                }
            }
            return;
        }
        Outcome outcome = isLast.test(entries.getFirst(), thrown) ? Outcome.DEAD : Outcome.RETRY;
        dispatch.settled(inHand.getFirst(), outcome, text(thrown));
    }

    private Entry entry(InHand inHand) {
        Found found = inHand.found();
        Entry entry = found.whole() ? found.entry() : found.entry().with(ledger.payload(inHand.id()));
        return entry.readBy(payloads);
    }

    private static String text(Throwable thrown) {
        String text = thrown.toString().replace('\0', ' ');
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "…";
    }

    /** Lets the handlers in hand finish within this time, then interrupts them, and waits until they have ended. */
    void stop(Duration patience) {
        dispatch.end();
        long end = time.after(patience);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - time.nanos())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            interrupted |= joined(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says whether the wait was interrupted, which ends it no sooner: two instances must not handle the same. */
    private static boolean joined(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
