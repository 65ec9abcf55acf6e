package io.github.pgchime.notify.pgjdbc;

import static java.util.stream.Collectors.joining;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.notify.NotifySession;
import io.github.pgchime.wire.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A session over pgjdbc, whose connection does one thing at a time. */
final class PgJdbcSession implements NotifySession {

    private static final System.Logger LOG = System.getLogger(PgJdbcSession.class.getName());

    /** How long a command may have to wait for the wait for notifications to end. */
    private static final Duration SLICE = Duration.ofMillis(50);

    private final Connection connection;
    private final PGConnection pgConnection;

    /** Fair, or the reader would take its next slice before whoever waits gets a turn. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final CountDownLatch listensOrEnds = new CountDownLatch(1);
    private final Queue<PGNotification> arrived = new ArrayDeque<>();
    private final AtomicBoolean aborted = new AtomicBoolean();

    PgJdbcSession(Connection connection, PGConnection pgConnection) {
        this.connection = connection;
        this.pgConnection = pgConnection;
    }

    @Override
    public int backendPid() {
        return pgConnection.getBackendPID();
    }

    @Override
    public void listen(Collection<String> channels) {
        run("LISTEN", () -> {
            execute("LISTEN ", channels);
            listensOrEnds.countDown();
        });
    }

    @Override
    public void unlisten(Collection<String> channels) {
        run("UNLISTEN", () -> execute("UNLISTEN ", channels));
    }

    @Override
    public void notify(String channel, String payload) {
        run("NOTIFY", () -> {
            try (PreparedStatement notify = connection.prepareStatement("SELECT pg_catalog.pg_notify(?, ?)")) {
                notify.setString(1, channel);
                notify.setString(2, payload);
                notify.execute();
            }
        });
    }

    private void execute(String command, Collection<String> channels) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(channels.stream()
                    .map(channel -> command + Sql.identifier(channel))
                    .collect(joining("; ")));
        }
    }

    private interface Command {
        void run() throws SQLException;
    }

    private void run(String what, Command command) {
        turn.lock();
        try {
            requireAlive();
            command.run();
        } catch (SQLException e) {
            throw failure(what, e, isClosed());
        } finally {
            turn.unlock();
        }
    }

    /** Before anything is listened on there is nothing to wait for, and commands need not wait for anybody. */
    @Override
    public Received next() {
        awaitUse();
        turn.lock();
        try {
            while (arrived.isEmpty()) {
                requireAlive();
                fetch();
                letOthers();
            }
            PGNotification next = arrived.remove();
            return new Received(next.getName(), next.getParameter(), next.getPID());
        } catch (SQLException e) {
            // In this order: an abort would be taken for the cause.
            PgChimeException failure = failure("waiting for notifications", e, true);
            abort();
            throw failure;
        } finally {
            turn.unlock();
        }
    }

    private void awaitUse() {
        try {
            listensOrEnds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while waiting for notifications", e);
        }
    }

    private void fetch() throws SQLException {
        PGNotification[] fetched = pgConnection.getNotifications((int) SLICE.toMillis());
        if (fetched != null) {
            arrived.addAll(Arrays.asList(fetched));
        }
    }

    private void letOthers() {
        turn.unlock();
        turn.lock();
    }

    private void requireAlive() {
        if (aborted.get()) {
            throw new ConnectionLostException("the connection was closed on this side");
        }
    }

    private PgChimeException failure(String what, SQLException e, boolean over) {
        if (aborted.get()) {
            return new ConnectionLostException("the connection was closed on this side", e);
        }
        PgChimeException failure = SqlErrors.translated(what, e, over);
        if (!(failure instanceof ServerException)) {
            abort();
        }
        return failure;
    }

    private boolean isClosed() {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "asking whether a connection is closed", e);
            return true;
        }
    }

    /** Does not wait for its turn, which whoever hangs may have. */
    @Override
    public void abort() {
        if (aborted.compareAndSet(false, true)) {
            abandon(connection);
            listensOrEnds.countDown();
        }
    }

    /** Ends the connection, and then closes it: only of what is closed a pool learns that it is over. */
    static void abandon(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "aborting a connection", e);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing an aborted connection", e);
        }
    }
}
