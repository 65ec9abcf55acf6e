package io.github.pgchime.doctor;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.lifecycle.Watchdog;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.PgConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The two sessions of an examination, cut short when the server is silent for longer than connecting may take. They
 * end together, from any thread, as after a crash.
 */
final class Sessions implements AutoCloseable {

    private final ConnectionOptions options;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<PgConnection> open = new ArrayList<>();
    private final List<Thread> watchdogs = new ArrayList<>();
    private Optional<ConnectionLostException> cut = Optional.empty();
    private boolean closed;

    Sessions(ConnectionOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
    }

    PgConnection ordinary() {
        return hold(PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos));
    }

    WalSender walSender() {
        WalSender walSender = WalSender.open(options, time::nanos);
        hold(walSender.connection());
        return walSender;
    }

    private PgConnection hold(PgConnection connection) {
        Thread watchdog = Thread.ofVirtual()
                .name("pgchime-watchdog")
                .unstarted(new Watchdog(
                        options.connectTimeout(),
                        time,
                        connection::silence,
                        silent -> cutShort("the server said nothing for " + silent.toMillis() + " ms")));
        lock.lock();
        try {
            if (closed) {
                connection.abort();
                throw new ConnectionLostException("the examination was cut short");
            }
            open.add(connection);
            watchdogs.add(watchdog);
        } finally {
            lock.unlock();
        }
        watchdog.start();
        return connection;
    }

    /** Ends both sessions for this reason, of which the first counts. */
    void cutShort(String why) {
        lock.lock();
        try {
            if (cut.isEmpty() && !closed) {
                cut = Optional.of(new ConnectionLostException(why));
            }
            close();
        } finally {
            lock.unlock();
        }
    }

    /** What ended a session: the reason it was cut short for, if it was. */
    PgChimeException cause(PgChimeException seen) {
        lock.lock();
        try {
            return cut.<PgChimeException>map(why -> why).orElse(seen);
        } finally {
            lock.unlock();
        }
    }

    /** Closes hard, and for good: what is opened later is closed at once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            open.forEach(PgConnection::abort);
            watchdogs.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
