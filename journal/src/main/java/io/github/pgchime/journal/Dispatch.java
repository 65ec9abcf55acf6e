package io.github.pgchime.journal;

import io.github.pgchime.lifecycle.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the one that reads and acknowledges, and those that handle: the entries of a sequence are handled one after the
 * other, in the order in which they were offered, and sequences beside each other. Thread-safe.
 *
 * <p>Where the entries behind one that is to be tried again wait for it, they are settled as parked, until
 * {@link #settled} has told of it: from then on whoever offers knows.
 */
final class Dispatch {

    private final TimeSource time;
    private final boolean laterWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition news = lock.newCondition();
    private final Map<String, Sequence> sequences = new HashMap<>();

    /** Those of which entries may be taken, that of the smallest id first: one handler alone gets all in their order. */
    private final Queue<Sequence> ready = new PriorityQueue<>(
            Comparator.comparingLong(sequence -> sequence.waiting.getFirst().id()));

    private final Set<String> halted = new HashSet<>();
    private List<InHand> settled = new ArrayList<>();
    private int open;
    private long bytes;
    private boolean woken;
    private boolean paused;
    private boolean over;

    /** Entries to be handled one after the other: those that somebody has taken, and those behind. */
    private static final class Sequence {
        private final Deque<InHand> taken = new ArrayDeque<>();
        private final Deque<InHand> waiting = new ArrayDeque<>();

        boolean isReady() {
            return taken.isEmpty() && !waiting.isEmpty();
        }
    }

    /** @param laterWait whether entries wait for those of their sequence that are to be tried again */
    Dispatch(TimeSource time, boolean laterWait) {
        this.time = time;
        this.laterWait = laterWait;
    }

    /** Adds entries, in order. */
    void offer(List<InHand> entries) {
        lock.lock();
        try {
            for (InHand entry : entries) {
                if (halted.contains(entry.sequence())) {
                    settle(entry, Outcome.PARKED, "");
                } else {
                    add(entry);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds an entry that is not to be handled now: it waits for one of its sequence. */
    void park(InHand entry) {
        lock.lock();
        try {
            settle(entry, Outcome.PARKED, "");
        } finally {
            lock.unlock();
        }
    }

    private void add(InHand entry) {
        open++;
        bytes += entry.bytes();
        Sequence sequence = sequences.computeIfAbsent(entry.sequence(), none -> new Sequence());
        boolean wasReady = sequence.isReady();
        sequence.waiting.add(entry);
        if (!wasReady && sequence.isReady()) {
            ready.add(sequence);
            work.signal();
        }
    }

    /** Waits for entries that may be handled now, and takes up to as many, in the order of their ids; none once it is over. */
    List<InHand> take(int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while ((ready.isEmpty() || paused) && !over) {
                work.await();
            }
            return over ? List.of() : taken(most);
        } finally {
            lock.unlock();
        }
    }

    private List<InHand> taken(int most) {
        List<InHand> taken = new ArrayList<>();
        while (!ready.isEmpty() && taken.size() < most) {
            Sequence sequence = ready.remove();
            InHand next = sequence.waiting.getFirst();
            if (!taken.isEmpty() && !next.found().whole()) {
                ready.add(sequence);
                break;
            }
            sequence.waiting.remove();
            sequence.taken.add(next);
            taken.add(next);
            if (!next.found().whole()) {
                break;
            }
            if (taken.size() < most && !sequence.waiting.isEmpty()) {
                ready.add(sequence);
            }
        }
        if (most > 1) {
            ready.removeIf(sequence -> !sequence.isReady());
        }
        return List.copyOf(taken);
    }

    /** One that was taken is settled. */
    void settled(InHand entry, Outcome outcome, String error) {
        lock.lock();
        try {
            Sequence sequence = sequences.get(entry.sequence());
            if (sequence == null || sequence.taken.peek() != entry) {
                throw new IllegalStateException(entry.id() + " is not being handled");
            }
            sequence.taken.remove();
            close(entry, outcome, error);
            if (outcome == Outcome.RETRY && laterWait) {
                halted.add(entry.sequence());
                park(sequence.taken);
                park(sequence.waiting);
            }
            if (sequence.isReady()) {
                ready.add(sequence);
                work.signal();
            } else if (sequence.taken.isEmpty()) {
                sequences.remove(entry.sequence());
            }
        } finally {
            lock.unlock();
        }
    }

    private void park(Deque<InHand> later) {
        later.forEach(entry -> close(entry, Outcome.PARKED, ""));
        later.clear();
    }

    /** Whether one that was taken is still to be settled. */
    boolean isOpen(InHand entry) {
        lock.lock();
        try {
            return entry.isOpen();
        } finally {
            lock.unlock();
        }
    }

    private void close(InHand entry, Outcome outcome, String error) {
        open--;
        bytes -= entry.bytes();
        settle(entry, outcome, error);
    }

    private void settle(InHand entry, Outcome outcome, String error) {
        entry.settle(outcome, error);
        settled.add(entry);
        news.signal();
    }

    /** What was settled since the last call. */
    List<InHand> settled() {
        lock.lock();
        try {
            List<InHand> all = settled;
            settled = new ArrayList<>();
            halted.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** How many are not yet settled. */
    int open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** About how many bytes those take. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Something else has happened that whoever waits for news is to look at. */
    void wake() {
        lock.lock();
        try {
            if (!woken) {
                woken = true;
                news.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is settled, somebody has called {@link #wake}, or this tick; says whether it was called. */
    boolean awaitNews(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (settled.isEmpty() && !woken && !over && time.nanos() < until) {
                time.await(news, until);
            }
            boolean was = woken;
            woken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** The same, but leaves a call of {@link #wake} for the next time. */
    void awaitSettled(long until) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (settled.isEmpty() && !over && time.nanos() < until) {
                time.await(news, until);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is handed out for the time being. */
    void pause(boolean on) {
        lock.lock();
        try {
            paused = on;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more is handed out. */
    void end() {
        lock.lock();
        try {
            over = true;
            work.signalAll();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
