package io.github.pgchime.nudge;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One subscriber's demand: a virtual thread takes an item whenever there is some.
 *
 * @see Flow
 */
final class FeedSubscription implements Flow.Subscription {

    private final Outbox outbox;
    private final Flow.Subscriber<? super FeedItem> subscriber;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private long demand;
    private boolean cancelled;
    private boolean illegal;

    FeedSubscription(Outbox outbox, Flow.Subscriber<? super FeedItem> subscriber) {
        this.outbox = outbox;
        this.subscriber = subscriber;
        this.thread = Thread.ofVirtual().name("pgchime-publisher").unstarted(this::deliver);
    }

    void start() {
        thread.start();
    }

    @Override
    public void request(long n) {
        lock.lock();
        try {
            illegal |= n <= 0;
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + Math.max(0, n);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }

    private void deliver() {
        try {
            subscriber.onSubscribe(this);
            while (awaitDemand()) {
                Optional<FeedItem> item = outbox.take();
                if (item.isEmpty()) {
                    subscriber.onComplete();
                    return;
                }
                subscriber.onNext(item.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            subscriber.onError(e);
        }
    }

    private boolean awaitDemand() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (demand == 0 && !cancelled && !illegal) {
                changed.await();
            }
            if (illegal && !cancelled) {
                throw new IllegalArgumentException("a Subscription's request must be for more than zero items");
            }
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            return !cancelled;
        } finally {
            lock.unlock();
        }
    }
}
