package io.github.pgchime.journal;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.wake.CheckWakeUp;
import io.github.pgchime.journal.wake.NotifyWakeUp;
import io.github.pgchime.journal.wake.NudgeWakeUp;
import io.github.pgchime.journal.wake.WakeUp;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.notify.NotifySessions;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;

/**
 * Which wake-up there is: notifications where they were chosen at the installation, else a nudge feed where the role and the server
 * allow one, else looks at the sequence.
 */
final class WakeUps implements WakeUp.Source {

    private static final System.Logger LOG = System.getLogger(WakeUps.class.getName());

    private final Database database;
    private final Optional<ConnectionOptions> connection;
    private final TimeSource time;

    WakeUps(Database database, Optional<ConnectionOptions> connection, TimeSource time) {
        this.database = database;
        this.connection = connection;
        this.time = time;
    }

    @Override
    public WakeUp open(Runnable onWake) {
        return connection
                .flatMap(options -> pushed(options, onWake))
                .orElseGet(() -> CheckWakeUp.open(database, time, onWake));
    }

    private Optional<WakeUp> pushed(ConnectionOptions options, Runnable onWake) {
        try {
            return Optional.of(
                    notifies()
                            ? NotifyWakeUp.open(NotifySessions.of(options), onWake)
                            : NudgeWakeUp.open(options, onWake));
        } catch (PgChimeException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "consumers look for entries now and then, for nothing can wake them: " + e.getMessage());
            return Optional.empty();
        }
    }

    private boolean notifies() {
        return database.transaction("looking at the journal's wake-up", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT notify FROM pgchime.meta")) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }
}
