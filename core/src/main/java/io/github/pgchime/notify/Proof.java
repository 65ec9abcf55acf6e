package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Proves that notifications reach a session, by some on a channel that only that one listens on.
 *
 * <p>A pooler that lends out servers for a transaction at a time acknowledges LISTEN and loses what follows. It even
 * lets a notification through that the session sends to itself, if both statements happen to run in the same server, since that
 * one arrives with the answer. But then the server process that notifies is not the one that the session was
 * greeted by: PgBouncer makes up the number it greets with. In that case another session has to notify this one, which
 * sits idle, as it will later.
 */
final class Proof {

    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    /** How long a notification may take, at most, whose NOTIFY is acknowledged. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String POOLER = "the server acknowledged LISTEN and NOTIFY, but the notification does not"
            + " arrive: a connection pooler in transaction or statement mode stands in between, such as PgBouncer with"
            + " pool_mode=transaction; connect to PostgreSQL itself, or through a pool in session mode";

    private final NotifySession session;
    private final Duration patience;
    private final TimeSource time;
    private final Alarm arrived;
    private final String channel;
    private volatile boolean over;
    private volatile boolean astray;
    private volatile Optional<NotifySession> other = Optional.empty();
    private volatile NotifySession.Received last = new NotifySession.Received("", "", 0);

    /** @param answerTimeout after which whoever made the session ends it; a pooler shows itself before */
    Proof(NotifySession session, Duration answerTimeout, TimeSource time, RandomGenerator random) {
        Duration half = answerTimeout.dividedBy(2);
        this.patience = half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
        this.session = session;
        this.time = time;
        this.arrived = new Alarm(time);
        this.channel = "pgchime_ping_" + HexFormat.of().toHexDigits(random.nextLong());
    }

    /** Whether the notification is one of these; to be asked of everything that the session receives. */
    boolean takes(NotifySession.Received received) {
        if (!received.channel().equals(channel)) {
            return false;
        }
        last = received;
        arrived.ring();
        return true;
    }

    /** Sends one, whose arrival shows that the session lives. */
    void ping() {
        session.ping(channel, "ping");
    }

    /**
     * Returns once it is proved.
     *
     * @throws ConfigException if notifications do not arrive
     */
    void prove(NotifySessions sessions) throws InterruptedException {
        session.listen(List.of(channel));
        session.ping(channel, "self");
        awaitArrival("self");
        if (last.senderPid() != session.backendPid()) {
            LOG.log(System.Logger.Level.DEBUG, "a proxy or pooler stands in between");
            proveWhileIdle(sessions);
        }
    }

    private void proveWhileIdle(NotifySessions sessions) throws InterruptedException {
        NotifySession opened = sessions.open();
        other = Optional.of(opened);
        try {
            requireSession();
            Thread.ofPlatform().daemon().name("pgchime-proof").start(() -> hear(opened));
            opened.notify(channel, "other");
            awaitArrival("other");
        } finally {
            opened.abort();
        }
    }

    /** The other session listens on nothing, so what it hears was meant for this one: they share a server. */
    private void hear(NotifySession opened) {
        try {
            while (true) {
                if (opened.next().channel().equals(channel)) {
                    astray = true;
                    arrived.ring();
                }
            }
        } catch (PgChimeException over) {
            LOG.log(System.Logger.Level.TRACE, "the proving session is over", over);
        }
    }

    /** The session hears nothing any more, so the proof ends, too. */
    void over() {
        over = true;
        other.ifPresent(NotifySession::abort);
        arrived.ring();
    }

    private void awaitArrival(String token) throws InterruptedException {
        long until = time.after(patience);
        while (!last.payload().equals(token)) {
            requireSession();
            if (astray || until - time.nanos() <= 0) {
                clearUp();
                throw new ConfigException(POOLER);
            }
            arrived.await(until);
        }
    }

    /** The pooler's server goes on listening after the session; the chances are good to meet it once more. */
    private void clearUp() {
        try {
            session.unlisten(List.of(channel));
        } catch (PgChimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a pooled server goes on listening on " + channel, e);
        }
    }

    private void requireSession() {
        if (over) {
            throw new ConnectionLostException("the session ended while it was made to listen");
        }
    }
}
