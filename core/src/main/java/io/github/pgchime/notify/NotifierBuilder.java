package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes a {@link Notifier}. What is not said keeps the default that {@link NotifierOptions} states. */
public final class NotifierBuilder {

    private final NotifySessions sessions;
    private Duration pingInterval = Duration.ofSeconds(30);
    private Optional<Duration> liveness = Optional.of(Duration.ofSeconds(45));
    private Duration answerTimeout = Duration.ofSeconds(30);
    private Optional<Duration> handlerTimeout = Optional.of(Duration.ofSeconds(30));
    private int buffer = 1_024;
    private Duration backoffFirst = Duration.ofSeconds(1);
    private Duration backoffMost = Duration.ofSeconds(30);
    private double backoffMultiplier = 2;
    private int maxAttempts;
    private NotifierListener listener = NotifierListener.NONE;
    private TimeSource time = TimeSource.system();
    private RandomGenerator random = RandomGenerator.getDefault();

    NotifierBuilder(NotifySessions sessions) {
        this.sessions = sessions;
    }

    /** How often the listening session is made to notify itself. */
    public NotifierBuilder pingInterval(Duration interval) {
        pingInterval = interval;
        return this;
    }

    /** How long a session is believed on which no notification arrives, its own ones included. */
    public NotifierBuilder liveness(Duration limit) {
        liveness = Optional.of(limit);
        return this;
    }

    /** A silent session is believed for ever, and nothing is sent over it. */
    public NotifierBuilder livenessOff() {
        liveness = Optional.empty();
        return this;
    }

    /** How long the server may take to acknowledge LISTEN or NOTIFY. */
    public NotifierBuilder answerTimeout(Duration limit) {
        answerTimeout = limit;
        return this;
    }

    /** How long a handler may take for one event before it is interrupted. */
    public NotifierBuilder handlerTimeout(Duration limit) {
        handlerTimeout = Optional.of(limit);
        return this;
    }

    /** Handlers may take as long as they like. */
    public NotifierBuilder handlerTimeoutOff() {
        handlerTimeout = Optional.empty();
        return this;
    }

    /** How many notifications wait in each subscription before the oldest are dropped. */
    public NotifierBuilder buffer(int notifications) {
        buffer = notifications;
        return this;
    }

    /** The ceilings of the first and the last delay before a reconnect. */
    public NotifierBuilder backoff(Duration first, Duration most) {
        backoffFirst = first;
        backoffMost = most;
        return this;
    }

    /** By what the ceiling grows from one attempt to the next. */
    public NotifierBuilder backoffMultiplier(double factor) {
        backoffMultiplier = factor;
        return this;
    }

    /** How many attempts in a row may fail before the notifier gives up; 0 is for ever. */
    public NotifierBuilder maxAttempts(int attempts) {
        maxAttempts = attempts;
        return this;
    }

    public NotifierBuilder listener(NotifierListener value) {
        listener = value;
        return this;
    }

    NotifierBuilder time(TimeSource value) {
        time = value;
        return this;
    }

    NotifierBuilder random(RandomGenerator value) {
        random = value;
        return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws ConfigException if one is out of range or two contradict each other
     */
    public NotifierOptions options() {
        return new NotifierOptions(
                pingInterval,
                liveness,
                answerTimeout,
                handlerTimeout,
                buffer,
                backoffFirst,
                backoffMost,
                backoffMultiplier,
                maxAttempts);
    }

    /**
     * Starts the notifier, and returns once its first attempt to connect is over: it listens, or will be retrying.
     *
     * @throws ConfigException if a setting is wrong, or if notifications cannot arrive the way the server is reached, as
     *     behind a pooler of transactions, or on a standby
     * @throws ServerException if the server refuses for a reason that no retry mends
     * @throws ConnectionLostException if the thread was interrupted
     */
    public Notifier build() {
        Notifier notifier = new Notifier(sessions, options(), listener, time, random);
        notifier.awaitFirstOutcome();
        return notifier;
    }
}
