package io.github.pgchime.notify;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.DurationRange;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.lifecycle.Watchdog;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One session of a publisher, and those who wait for its answers. */
final class PublishLink {

    private static final System.Logger LOG = System.getLogger(NotifyPublisher.class.getName());

    private final NotifySession session;
    private final Duration answerTimeout;
    private final TimeSource time;
    private final Queue<Long> waiting = new ConcurrentLinkedQueue<>();
    private final Thread watchdog;
    private volatile boolean over;
    private volatile boolean late;

    PublishLink(NotifySession session, Duration answerTimeout, TimeSource time) {
        this.answerTimeout = answerTimeout;
        this.time = time;
        this.session = session;
        this.watchdog = Thread.ofVirtual()
                .name("pgchime-watchdog")
                .start(new Watchdog(answerTimeout, time, this::longestWait, waited -> tooLate()));
        Thread.ofPlatform().daemon().name("pgchime-publish-reader").start(this::read);
    }

    void publish(String channel, String payload) {
        Long since = time.nanos();
        waiting.add(since);
        try {
            session.notify(channel, payload);
        } catch (ServerException e) {
            if (e.error().isFatal()) {
                abort();
            }
            throw e;
        } catch (ConnectionLostException e) {
            endUnlessInterrupted();
            throw late ? timedOut(e) : e;
        } finally {
            waiting.remove(since);
        }
    }

    /** Whoever comes next need not wait for the reader to notice; an interrupt is this thread's own trouble. */
    private void endUnlessInterrupted() {
        if (!Thread.currentThread().isInterrupted()) {
            abort();
        }
    }

    /** Nothing is listened on here; reading is what brings the answers, and shows at once that the session is lost. */
    private void read() {
        try {
            while (true) {
                session.next();
            }
        } catch (PgChimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the publishing session is over", e);
        } finally {
            abort();
        }
    }

    private Duration longestWait() {
        Long since = waiting.peek();
        return since == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, time.nanos() - since));
    }

    private void tooLate() {
        late = true;
        abort();
    }

    private ConnectionLostException timedOut(ConnectionLostException e) {
        return new ConnectionLostException(
                "the server did not acknowledge NOTIFY within answerTimeout (" + DurationRange.text(answerTimeout)
                        + "); whether it was sent is not known",
                e);
    }

    boolean isOver() {
        return over;
    }

    void abort() {
        over = true;
        session.abort();
        watchdog.interrupt();
    }
}
