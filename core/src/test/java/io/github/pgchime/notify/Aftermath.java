package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;

import io.github.pgchime.lifecycle.LiveThreads;
import io.github.pgchime.testkit.TestDatabase;

/** What notifiers have left behind since this was made: nothing. */
final class Aftermath {

    private static final String SESSIONS = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'pgchime'";

    private final TestDatabase database;
    private final LiveThreads threads = new LiveThreads();

    Aftermath(TestDatabase database) {
        this.database = database;
    }

    /** How many sessions of notifiers the server has on the database. */
    int sessions() {
        return Integer.parseInt(database.queryOne(SESSIONS));
    }

    void awaitNoSession() {
        eventually().until(() -> sessions() == 0);
    }

    void awaitNothing() {
        awaitNoSession();
        threads.awaitNoMore();
    }
}
