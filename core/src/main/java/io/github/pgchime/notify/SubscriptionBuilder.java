package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.DurationRange;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/** Makes a {@link Subscription}. What is not said is as {@link NotifierOptions} has it. Not thread-safe. */
public final class SubscriptionBuilder {

    private static final int MOST_BUFFER = 10_000_000;
    private static final int MOST_PARALLEL = 1_000;

    private final Notifier notifier;
    private final SequencedSet<String> channels;
    private int buffer;
    private int parallelism = 1;
    private Optional<Duration> handlerTimeout;

    SubscriptionBuilder(Notifier notifier, Collection<String> names, NotifierOptions defaults) {
        if (names.isEmpty()) {
            throw new ConfigException("no channel is given; a subscription needs at least one");
        }
        SequencedSet<String> valid = new LinkedHashSet<>();
        names.forEach(name -> valid.add(Channel.require(name)));
        this.notifier = notifier;
        this.channels = Collections.unmodifiableSequencedSet(valid);
        this.buffer = defaults.buffer();
        this.handlerTimeout = defaults.handlerTimeout();
    }

    /**
     * How many notifications may wait before the oldest are dropped and a gap stands in their place.
     *
     * @throws ConfigException if it is not from 1 to 10,000,000
     */
    public SubscriptionBuilder buffer(int notifications) {
        requireBuffer(notifications);
        buffer = notifications;
        return this;
    }

    /**
     * How many events are handled at once (1); with more than one the order is lost.
     *
     * @throws ConfigException if it is not from 1 to 1,000
     */
    public SubscriptionBuilder parallelism(int handlers) {
        if (handlers < 1 || handlers > MOST_PARALLEL) {
            throw new ConfigException("parallelism " + handlers + " is out of range; expected 1 to " + MOST_PARALLEL);
        }
        parallelism = handlers;
        return this;
    }

    /**
     * How long the handler may take for one event before it is interrupted.
     *
     * @throws ConfigException if it is not from 1 ms to a day
     */
    public SubscriptionBuilder handlerTimeout(Duration limit) {
        requireHandlerTimeout(limit);
        handlerTimeout = Optional.of(limit);
        return this;
    }

    /** The handler may take as long as it likes. */
    public SubscriptionBuilder handlerTimeoutOff() {
        handlerTimeout = Optional.empty();
        return this;
    }

    /**
     * Subscribes, and has the events handled. Returns once the server has acknowledged it; during an outage it waits for
     * that, too.
     *
     * @throws ServerException if the server refuses
     * @throws ConnectionLostException if it is not acknowledged within {@link NotifierOptions#answerTimeout()}, the
     *     thread is interrupted, or the notifier has given up
     * @throws IllegalStateException if the notifier is closed, or if this is a hook of a {@link NotifierListener} that
     *     must not subscribe
     */
    public Subscription subscribe(NotifyHandler handler) {
        return notifier.subscribe(this, Optional.of(handler));
    }

    /** As {@link #subscribe(NotifyHandler)}, for an application that takes the events from the subscription. */
    public Subscription subscribe() {
        return notifier.subscribe(this, Optional.empty());
    }

    SequencedSet<String> channels() {
        return channels;
    }

    int buffer() {
        return buffer;
    }

    int parallelism() {
        return parallelism;
    }

    Optional<Duration> handlerTimeout() {
        return handlerTimeout;
    }

    static void requireBuffer(int notifications) {
        if (notifications < 1 || notifications > MOST_BUFFER) {
            throw new ConfigException("buffer " + notifications + " is out of range; expected 1 to " + MOST_BUFFER);
        }
    }

    static void requireHandlerTimeout(Duration limit) {
        new DurationRange(Duration.ofMillis(1), Duration.ofDays(1)).require("handlerTimeout", limit);
    }
}
