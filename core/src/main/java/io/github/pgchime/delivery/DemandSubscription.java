package io.github.pgchime.delivery;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One subscriber's demand: a virtual thread takes an item whenever there is some. It learns without demand, too, that
 * there will be no more.
 *
 * <p>Nothing is taken from the mailbox for a subscriber that has cancelled, since another may want it; and no thread is
 * interrupted, since it may be in the subscriber's code.
 *
 * @see Flow
 */
public final class DemandSubscription<T> implements Flow.Subscription, Mailbox.Taker {

    private static final System.Logger LOG = System.getLogger(DemandSubscription.class.getName());

    private final Mailbox<T> mailbox;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean cancelled;
    private volatile boolean illegal;

    public DemandSubscription(Mailbox<T> mailbox, Flow.Subscriber<? super T> subscriber) {
        this.mailbox = mailbox;
        this.subscriber = subscriber;
    }

    /** Returns the thread that calls the subscriber. */
    public Thread start() {
        return Thread.ofVirtual().name("pgchime-publisher").start(this::run);
    }

    @Override
    public void request(long n) {
        if (n > 0) {
            demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        } else {
            illegal = true;
        }
        mailbox.reconsider();
    }

    @Override
    public void cancel() {
        cancelled = true;
        mailbox.reconsider();
    }

    @Override
    public boolean wants() {
        return demand.get() > 0;
    }

    @Override
    public boolean leaves() {
        return cancelled || illegal;
    }

    /** However it ends, the subscriber is told once, and not at all if it cancelled. */
    private void run() {
        Optional<Throwable> failure = deliver();
        if (cancelled) {
            return;
        }
        try {
            failure.ifPresentOrElse(subscriber::onError, subscriber::onComplete);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "a subscriber threw when told of the end", e);
        }
    }

    private Optional<Throwable> deliver() {
        try {
            subscriber.onSubscribe(this);
            for (Optional<T> item = mailbox.take(this); item.isPresent(); item = mailbox.take(this)) {
                demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
                subscriber.onNext(item.get());
            }
            return illegal
                    ? Optional.of(
                            new IllegalArgumentException("a Subscription's request must be for more than zero items"))
                    : Optional.empty();
        } catch (InterruptedException | RuntimeException | Error e) {
            return Optional.of(e);
        }
    }
}
