package io.github.pgchime.journal;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;

/** Puts the end of a lease off again and again, on a thread of its own: whatever else takes long must not end it. */
final class Renewal implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    private static final int TIMES_IN_LENGTH = 4;

    private final Lease lease;
    private final Database database;
    private final Runnable onLost;
    private final TimeSource time;
    private final Alarm closed;

    /** @param onLost told, once, that the lease is lost */
    Renewal(Lease lease, ConsumerOptions options, Database database, TimeSource time, Runnable onLost) {
        this.lease = lease;
        this.database = database;
        this.onLost = onLost;
        Duration interval = options.lease().dividedBy(TIMES_IN_LENGTH);
        this.time = time;
        this.closed = new Alarm(time);
        Thread.ofVirtual().name("pgchime-" + options.name() + "-lease").start(() -> run(interval));
    }

    private void run(Duration interval) {
        try {
            while (lease.isValid()) {
                if (closed.await(time.after(interval))) {
                    return;
                }
                renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LeaseLostException e) {
            LOG.log(System.Logger.Level.DEBUG, e.getMessage());
        }
        lease.end();
        onLost.run();
    }

    private void renew() {
        try {
            lease.renew(database);
        } catch (PgChimeException e) {
            // There is time for more attempts, and if there is not, it has run out.
            LOG.log(System.Logger.Level.DEBUG, "the lease was not renewed", e);
        }
    }

    @Override
    public void close() {
        closed.ring();
    }
}
