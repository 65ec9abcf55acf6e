package io.github.pgchime.change;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.decode.pgoutput.Emission;
import io.github.pgchime.lifecycle.Alarm;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.spool.Spool;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Sql;
import java.time.Duration;

/** Writes a logical message now and then, over a connection that is opened for each; none is ever delivered. */
final class Heartbeat implements Runnable {

    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

    private static final String PREFIX = "pgchime.heartbeat";

    private final ConnectionOptions options;
    private final Duration interval;
    private final TimeSource time;

    Heartbeat(ConnectionOptions options, Duration interval, TimeSource time) {
        this.options = options;
        this.interval = interval;
        this.time = time;
    }

    /** Whether this is one. */
    static boolean isOne(Assembled whole) {
        if (whole.commit().xid() != 0 || whole.changes() != 1) {
            return false;
        }
        Spool.Cursor cursor = whole.spool().cursor();
        return cursor.next()
                && cursor.type() == 'M'
                && Emission.decode(cursor.body()).prefix().equals(PREFIX);
    }

    @Override
    public void run() {
        Alarm alarm = new Alarm(time);
        try {
            while (true) {
                alarm.await(time.after(interval));
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try (PgConnection connection = PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos)) {
            connection.query("SELECT pg_catalog.pg_logical_emit_message(false, " + Sql.literal(PREFIX) + ", '')");
        } catch (PgChimeException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot write a heartbeat: " + e.getMessage());
        }
    }
}
