package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.wire.PgConnection;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes sure that nothing is confirmed which a publication's drop has left out. From PostgreSQL 18 on a walsender whose
 * publication is dropped goes on, sends nothing, and says so in its own log only; before, it ends with an error.
 *
 * <p>Where the publications are still those of the beginning, nothing was left out up to the end of the log before
 * that was asked. Thread-safe.
 */
final class PublicationWatch implements AutoCloseable {

    /** The version from which the server says nothing. */
    static final int SILENT_FROM = 18;

    private static final String LOG_END = "SELECT CASE WHEN pg_catalog.pg_is_in_recovery()"
            + " THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END AS lsn";

    private final PgConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Publications publications;

    private PublicationWatch(PgConnection connection, Publications publications) {
        this.connection = connection;
        this.publications = publications;
    }

    static PublicationWatch open(ConnectionOptions options, Publications publications, TimeSource time) {
        return new PublicationWatch(PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos), publications);
    }

    /**
     * What of this position may be confirmed. It is asked also where that is known to be all: while something is
     * unacknowledged the position stands still, and nothing else would tell of the drop.
     *
     * @throws ConfigException if a publication is gone, or another one by now
     */
    long verified(long position) {
        lock.lock();
        try {
            long end = connection.queryRow(LOG_END).lsn("lsn").value();
            publications.requireSame(
                    Publications.of(publications.names(), new Catalog(connection::query), connection.options()));
            return Long.compareUnsigned(position, end) < 0 ? position : end;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        connection.abort();
    }
}
