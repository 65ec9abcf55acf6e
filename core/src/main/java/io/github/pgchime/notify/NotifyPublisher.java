package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.DurationRange;
import io.github.pgchime.lifecycle.Thrown;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends notifications over one connection of its own, which it opens when it is first needed and again after a loss. For
 * an application that only sends; a {@link Notifier} has one. Thread-safe: notifications of several threads travel
 * together.
 */
public final class NotifyPublisher implements AutoCloseable {

    private final NotifySessions sessions;
    private final Duration answerTimeout;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<PublishLink> current = Optional.empty();
    private Optional<FutureTask<PublishLink>> attempt = Optional.empty();
    private boolean closed;

    NotifyPublisher(NotifySessions sessions, Duration answerTimeout, TimeSource time) {
        this.sessions = sessions;
        this.answerTimeout = answerTimeout;
        this.time = time;
    }

    /**
     * A publisher to the server at this URL, in libpq's form; the {@code PG*} environment fills in what it leaves out. It
     * connects when it is first used.
     *
     * @throws ConfigException if the URL, or the environment, is wrong
     */
    public static NotifyPublisher to(String url) {
        return to(NotifySessions.of(ConnectionOptions.parse(url)), Duration.ofSeconds(30));
    }

    /**
     * A publisher over these sessions.
     *
     * @param answerTimeout how long the server may take to acknowledge a notification, from 1 ms to an hour
     */
    public static NotifyPublisher to(NotifySessions sessions, Duration answerTimeout) {
        new DurationRange(Duration.ofMillis(1), Duration.ofHours(1)).require("answerTimeout", answerTimeout);
        return new NotifyPublisher(sessions, answerTimeout, TimeSource.system());
    }

    /**
     * Sends one notification in a transaction of its own, and returns when it is committed. Nothing is queued: without a
     * connection it fails at once. When a connection breaks while the answer is awaited, nobody knows whether it was sent.
     *
     * @param channel 1 to 63 bytes of UTF-8
     * @param payload up to 7,999 bytes of UTF-8
     * @throws ConfigException if the channel or the payload is none that PostgreSQL takes
     * @throws ServerException if the server refuses
     * @throws ConnectionLostException if there is no connection, it breaks, or the answer does not come in time
     * @throws IllegalStateException if it is closed
     * @see <a href="https://www.postgresql.org/docs/current/sql-notify.html">PostgreSQL: NOTIFY</a>
     */
    public void publish(String channel, String payload) {
        Channel.require(channel);
        Channel.requirePayload(payload);
        send(channel, payload);
    }

    /** As {@link #publish}, of what is known to be valid. */
    void send(String channel, String payload) {
        link().publish(channel, payload);
    }

    private PublishLink link() {
        FutureTask<PublishLink> joined;
        boolean begun = false;
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the publisher is closed");
            }
            if (current.isPresent() && !current.get().isOver()) {
                return current.get();
            }
            if (attempt.isEmpty()) {
                attempt = Optional.of(new FutureTask<>(() -> new PublishLink(sessions.open(), answerTimeout, time)));
                begun = true;
            }
            joined = attempt.get();
        } finally {
            lock.unlock();
        }
        return begun ? connect(joined) : await(joined);
    }

    private PublishLink connect(FutureTask<PublishLink> begun) {
        begun.run();
        lock.lock();
        try {
            attempt = Optional.empty();
            PublishLink link = await(begun);
            current = Optional.of(link);
            if (closed) {
                link.abort();
            }
            return link;
        } finally {
            lock.unlock();
        }
    }

    /** Those who come while another connects share what comes of it. */
    private static PublishLink await(FutureTask<PublishLink> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while connecting to publish", e);
        } catch (ExecutionException e) {
            throw Thrown.unchecked(e);
        }
    }

    /** Closes the connection, hard; whoever waits for an answer gets a {@link ConnectionLostException}. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            current.ifPresent(PublishLink::abort);
        } finally {
            lock.unlock();
        }
    }
}
