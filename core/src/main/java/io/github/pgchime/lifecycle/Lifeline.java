package io.github.pgchime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What belongs to one session and ends with it: its connections and its threads. The first reason to end it is the one that
 * counts. Thread-safe.
 */
public final class Lifeline {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> endings = new ArrayList<>();
    private Optional<RuntimeException> cause = Optional.empty();
    private boolean over;

    /**
     * Has this done at the end, on the thread that ends it, and at once if that was before.
     *
     * @param ending must not wait; may be done more than once
     */
    public void atEnd(Runnable ending) {
        lock.lock();
        try {
            endings.add(ending);
            if (over) {
                ending.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task on a thread that is interrupted at the end. */
    public Thread start(Thread.Builder builder, Runnable task) {
        Thread thread = builder.start(task);
        atEnd(thread::interrupt);
        return thread;
    }

    /** Ends it for no reason that is worth telling; what belongs to it is ended again if it had ended before. */
    public void end() {
        end(Optional.empty());
    }

    /** As {@link #end()}, for this reason unless it had ended before. */
    public void end(RuntimeException reason) {
        end(Optional.of(reason));
    }

    private void end(Optional<RuntimeException> reason) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                cause = reason;
            }
            endings.forEach(Runnable::run);
        } finally {
            lock.unlock();
        }
    }

    public boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Why it ended, if it did for a reason. */
    public Optional<RuntimeException> cause() {
        lock.lock();
        try {
            return cause;
        } finally {
            lock.unlock();
        }
    }
}
