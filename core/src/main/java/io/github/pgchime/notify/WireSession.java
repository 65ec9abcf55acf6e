package io.github.pgchime.notify;

import static java.util.stream.Collectors.joining;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.lifecycle.Watchdog;
import io.github.pgchime.wire.BackendMessage;
import io.github.pgchime.wire.Duplex;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Sql;
import java.util.Collection;

/** A session over pgchime's own connection. */
final class WireSession implements NotifySession {

    private final Duplex duplex;

    private WireSession(Duplex duplex) {
        this.duplex = duplex;
    }

    /** Opens one that the server does not end for being idle, which is what it is for most of the time. */
    static WireSession open(ConnectionOptions options, TimeSource time) {
        PgConnection connection = PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos);
        try {
            if (connection.majorVersion() >= 14) {
                stayIdle(connection, time);
            }
            return new WireSession(connection.duplex());
        } catch (RuntimeException e) {
            connection.abort();
            throw e;
        }
    }

    /** The answer has to come as fast as the connection had to. */
    private static void stayIdle(PgConnection connection, TimeSource time) {
        Thread watchdog = Thread.ofVirtual()
                .name("pgchime-watchdog")
                .start(new Watchdog(
                        connection.options().connectTimeout(),
                        time,
                        connection::silence,
                        silent -> connection.abort()));
        try {
            connection.query("SET idle_session_timeout = 0");
        } finally {
            watchdog.interrupt();
        }
    }

    @Override
    public int backendPid() {
        return duplex.backendPid();
    }

    @Override
    public void listen(Collection<String> channels) {
        duplex.execute(each("LISTEN ", channels));
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
