package io.github.pgchime.journal;

import io.github.pgchime.ServerException;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.lifecycle.TimeSource;
import java.sql.Statement;
import java.time.Duration;

/** What is to be done from time to time: partitions ahead of the ids, and an end to old ticks. Not thread-safe. */
final class Housekeeping {

    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** A new partition locks that of the rest for a moment, and whoever comes then would wait as long as this does. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '200ms'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Database database;
    private final TimeSource time;
    private long due;

    /** It is due at once. */
    Housekeeping(Database database, TimeSource time) {
        this.database = database;
        this.time = time;
        this.due = time.nanos();
    }

    /** Does it if it is due. */
    void run() {
        if (time.nanos() - due < 0) {
            return;
        }
        due = time.after(INTERVAL);
        try {
            database.transaction("keeping the journal in order", connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(PATIENCE);
                    return statement.execute("SELECT pgchime.housekeep()");
                }
            });
        } catch (ServerException e) {
            if (!e.sqlState().equals(LOCK_NOT_AVAILABLE)) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "the journal is kept in order a minute later", e);
        }
    }
}
