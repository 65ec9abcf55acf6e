package io.github.pgchime.notify;

import io.github.pgchime.lifecycle.Supervisor;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a notifier ends in good order: the intake first, then what is buffered. Once. */
final class Shutdown {

    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    /** What a thread may take to end that has been told to, before it is left alone. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Supervisor supervisor;
    private final Thread control;
    private final Subscriptions subscriptions;
    private final Runnable rest;
    private final TimeSource time;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean drained;

    /** @param rest what else is to be closed when nothing is handled any more */
    Shutdown(Supervisor supervisor, Thread control, Subscriptions subscriptions, Runnable rest, TimeSource time) {
        this.rest = rest;
        this.supervisor = supervisor;
        this.control = control;
        this.subscriptions = subscriptions;
        this.time = time;
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** Returns whether all was handled in time. Whoever comes second waits for the first, but for its own threads. */
    boolean run(Duration timeout) {
        if (!begun.compareAndSet(false, true)) {
            return isOwnThread() ? drained : awaitFirst(timeout);
        }
        try {
            long until = time.after(timeout);
            supervisor.close();
            List<Subscription> all = subscriptions.finish(new IllegalStateException("the notifier is closed"));
            for (Subscription subscription : all) {
                subscription.refuse(new IllegalStateException("the notifier was closed"));
                subscription.inbox().finish(Optional.empty());
            }
            List<Thread> handling = threads(all, Subscription::handling);
            List<Thread> publishing = threads(all, Subscription::publishing);
            drained = haveEnded(Stream.concat(handling.stream(), publishing.stream()), until);
            all.stream()
                    .filter(each -> !each.isTakenByHand())
                    .forEach(each -> each.inbox().end(Optional.empty()));
            List<Thread> busy = Stream.concat(handling.stream(), Stream.of(control))
                    .filter(thread -> !thread.equals(Thread.currentThread()))
                    .toList();
            busy.forEach(Thread::interrupt);
            if (!haveEnded(Stream.concat(busy.stream(), publishing.stream()), time.after(MOMENT))) {
                LOG.log(System.Logger.Level.WARNING, "a handler, subscriber or listener goes on after the end");
            }
        } finally {
            rest.run();
            done.countDown();
        }
        return drained;
    }

    private boolean awaitFirst(Duration timeout) {
        try {
            return done.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && drained;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isOwnThread() {
        Thread self = Thread.currentThread();
        return self.equals(control)
                || subscriptions.present().stream()
                        .anyMatch(each -> each.handling().contains(self)
                                || each.publishing().contains(self));
    }

    private static List<Thread> threads(List<Subscription> all, Function<Subscription, List<Thread>> which) {
        return all.stream().flatMap(each -> which.apply(each).stream()).toList();
    }

    /** Whether all have ended by then, apart from the calling thread; an interrupt ends the wait, and stays set. */
    private boolean haveEnded(Stream<Thread> threads, long until) {
        return threads.filter(thread -> !thread.equals(Thread.currentThread()))
                .allMatch(thread -> hasEnded(thread, until));
    }

    private boolean hasEnded(Thread thread, long until) {
        try {
            return thread.join(Duration.ofNanos(Math.max(1, until - time.nanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
