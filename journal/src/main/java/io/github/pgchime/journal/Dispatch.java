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
import java.util.Optional;
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
    private final Map<String, Deque<InHand>> sequences = new HashMap<>();

    /** The sequences whose first entry may be handled, that of the smallest id first: one handler alone gets all in their order. */
    private final Queue<Deque<InHand>> ready = new PriorityQueue<>(
            Comparator.comparingLong(sequence -> sequence.getFirst().id()));

    private final Set<String> halted = new HashSet<>();
    private List<InHand> settled = new ArrayList<>();
    private int open;
    private long bytes;
    private boolean woken;
    private boolean paused;
    private boolean over;

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
        Deque<InHand> sequence = sequences.computeIfAbsent(entry.sequence(), none -> new ArrayDeque<>());
        sequence.add(entry);
        if (sequence.size() == 1) {
            ready.add(sequence);
            work.signal();
        }
    }

    /** Waits for an entry that may be handled now; nothing once it is over. */
    Optional<InHand> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while ((ready.isEmpty() || paused) && !over) {
                work.await();
            }
            return over ? Optional.empty() : Optional.of(ready.remove().getFirst());
        } finally {
            lock.unlock();
        }
    }

    /** One that was taken is settled. */
    void settled(InHand entry, Outcome outcome, String error) {
        lock.lock();
        try {
            Deque<InHand> sequence = sequences.get(entry.sequence());
            if (sequence == null || sequence.peek() != entry) {
                throw new IllegalStateException(entry.id() + " is not being handled");
            }
            sequence.remove();
            close(entry, outcome, error);
            if (outcome == Outcome.RETRY && laterWait) {
                halted.add(entry.sequence());
                sequence.forEach(later -> close(later, Outcome.PARKED, ""));
                sequence.clear();
            }
            if (sequence.isEmpty()) {
                sequences.remove(entry.sequence());
            } else {
                ready.add(sequence);
                work.signal();
            }
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
            woken = true;
            news.signal();
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
