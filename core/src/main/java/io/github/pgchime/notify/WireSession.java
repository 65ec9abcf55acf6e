package io.github.pgchime.notify;

import static java.util.stream.Collectors.joining;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.wire.BackendMessage;
import io.github.pgchime.wire.Duplex;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Sql;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;

/** A session over pgchime's own connection. */
final class WireSession implements NotifySession {

    private static final String STAY_IDLE = "SET idle_session_timeout = 0; ";

    private final Duplex duplex;

    /** What is still to be said before the first LISTEN, and not before: a publisher may be sharing its server's session. */
    private final AtomicReference<String> preparation;

    private WireSession(Duplex duplex, String preparation) {
        this.duplex = duplex;
        this.preparation = new AtomicReference<>(preparation);
    }

    /** Opens one that the server does not end for being idle once it listens, for that is what it is for most of the time. */
    static WireSession open(ConnectionOptions options, TimeSource time) {
        PgConnection connection = PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos);
        try {
            return new WireSession(connection.duplex(), connection.majorVersion() >= 14 ? STAY_IDLE : "");
        } catch (RuntimeException e) {
            connection.abort();
            throw e;
        }
    }

    @Override
    public int backendPid() {
        return duplex.backendPid();
    }

    @Override
    public void listen(Collection<String> channels) {
        duplex.execute(preparation.getAndSet("") + each("LISTEN ", channels));
    }

    @Override
    public void unlisten(Collection<String> channels) {
        duplex.execute(each("UNLISTEN ", channels));
    }

    @Override
    public void notify(String channel, String payload) {
        duplex.execute("NOTIFY " + Sql.identifier(channel) + ", " + Sql.literal(payload));
    }

    @Override
    public Received next() {
        BackendMessage.NotificationResponse notification = duplex.next();
        return new Received(notification.channel(), notification.payload(), notification.senderPid());
    }

    @Override
    public void abort() {
        duplex.abort();
    }

    /** The statements of one simple query are one transaction. */
    private static String each(String command, Collection<String> channels) {
        return channels.stream().map(Sql::identifier).collect(joining("; " + command, command, ""));
    }
}
