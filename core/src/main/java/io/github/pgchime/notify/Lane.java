package io.github.pgchime.notify;

import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes one event after the other from a subscription and has it handled. A handler that takes too long is interrupted
 * from outside; a gap for what it was handling is then the next event.
 */
final class Lane implements Runnable {

    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    private final SequencedSet<String> channels;
    private final Inbox inbox;
    private final NotifyHandler handler;
    private final NotifierStatus status;
    private final TimeSource time;

    private final ReentrantLock lock = new ReentrantLock();
    private Optional<NotifyEvent> handling = Optional.empty();
    private Thread runner = Thread.currentThread();
    private long since;
    private boolean interrupted;

    Lane(SequencedSet<String> channels, Inbox inbox, NotifyHandler handler, NotifierStatus status, TimeSource time) {
        this.channels = channels;
        this.inbox = inbox;
        this.handler = handler;
        this.status = status;
        this.time = time;
    }

    @Override
    public void run() {
        runner = Thread.currentThread();
        try {
            for (Optional<NotifyEvent> event = take(); event.isPresent(); event = take()) {
                handle(event.get());
            }
        } catch (RuntimeException | Error whyAllEnded) {
            handle(new Gap(Gap.Reason.ENDED));
        }
    }

    /** Whoever ends a lane ends its inbox: an interrupt between two events is what a hook has left behind. */
    private Optional<NotifyEvent> take() {
        while (true) {
            try {
                return inbox.take();
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "an interrupt hit no handler", e);
            }
        }
    }

    private void handle(NotifyEvent event) {
        boolean inTime = isHandledInTime(event);
        while (!inTime && !inbox.isOver()) {
            inTime = isHandledInTime(new Gap(Gap.Reason.HANDLER_TIMEOUT));
        }
    }

    private boolean isHandledInTime(NotifyEvent event) {
        status.told(channels, event);
        Optional<Throwable> failure = Optional.empty();
        begin(event);
        try {
            handler.handle(event);
        } catch (Exception | Error e) {
            failure = Optional.of(e);
        }
        if (end()) {
            return false;
        }
        failure.ifPresent(error -> status.failed(event, error));
        return true;
    }

    private void begin(NotifyEvent event) {
        lock.lock();
        try {
            handling = Optional.of(event);
            since = time.nanos();
            interrupted = false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it was interrupted; nobody interrupts it afterwards, and nothing of an interrupt is left. */
    private boolean end() {
        lock.lock();
        try {
            handling = Optional.empty();
            Thread.interrupted();
            return interrupted;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the handler if it has been at its event for so long; returns the event, but once only. */
    Optional<NotifyEvent> interruptIfOverdue(Duration limit) {
        lock.lock();
        try {
            if (handling.isEmpty() || interrupted || time.nanos() - since < limit.toNanos()) {
                return Optional.empty();
            }
            interrupted = true;
            runner.interrupt();
            return handling;
        } finally {
            lock.unlock();
        }
    }

    /** Before this tick no handler that runs, or begins from now on, has been at its event for so long. */
    long notOverdueBefore(Duration limit) {
        lock.lock();
        try {
            return (handling.isEmpty() || interrupted ? time.nanos() : since) + limit.toNanos();
        } finally {
            lock.unlock();
        }
    }
}
