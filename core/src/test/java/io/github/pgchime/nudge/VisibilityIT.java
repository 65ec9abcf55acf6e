package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.next;
import static io.github.pgchime.nudge.Feeds.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told can be seen by a refetch at once. Without the check it often cannot, so this test can fail. */
@OldestAndNewest
final class VisibilityIT {

    private static final int COMMITS = 5_000;
    private static final int WRITERS = 4;

    private final PostgresServer server;
    private TestDatabase database;

    VisibilityIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        for (int writer = 0; writer < WRITERS; writer++) {
            database.execute(
                    "CREATE TABLE marks_" + writer + " (mark int)", "INSERT INTO marks_" + writer + " VALUES (0)");
        }
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void refetch_onEachNudge_missesNothing() throws Exception {
        assertThat(missesIn(COMMITS, on(database).visibilityCheck(true))).isZero();
    }

    @Test
    void refetch_withoutTheCheck_misses() throws Exception {
        assertThat(missesIn(20 * COMMITS, on(database).visibilityCheck(false))).isPositive();
    }

    /**
     * Commits so often, each writer only when its last commit was nudged and refetched, and counts stale refetches; of
     * 10,000, between 7 and 296 were stale without the check. It ends with the first stale one.
     */
    private int missesIn(int commits, NudgeFeedBuilder builder) throws Exception {
        int misses = 0;
        List<Writer> writers = new ArrayList<>();
        try (NudgeFeed feed = connected(builder.debounce(Duration.ZERO));
                Connection reader = database.connect()) {
            for (int number = 0; number < WRITERS; number++) {
                writers.add(new Writer(database, number));
            }
            writers.forEach(Writer::commitNext);
            for (int seen = 0; seen < commits && misses == 0; ) {
                for (Nudge nudge : ((Batch) next(feed)).nudges()) {
                    String name = nudge.table().table();
                    Writer writer = writers.get(Integer.parseInt(name.substring(name.indexOf('_') + 1)));
                    if (refetch(reader, name) < writer.mark()) {
                        misses++;
                    }
                    seen++;
                    writer.commitNext();
                }
            }
        } finally {
            for (Writer writer : writers) {
                writer.close();
            }
        }
        return misses;
    }

    private static int refetch(Connection reader, String table) throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet result = statement.executeQuery("SELECT mark FROM " + table)) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    /** Commits the next mark on a thread of its own, whenever it is told to. */
    private static final class Writer {
        private final Connection connection;
        private final String table;
        private final Semaphore turns = new Semaphore(0);
        private final Thread thread;
        private int mark;

        Writer(TestDatabase database, int number) {
            connection = database.connect();
            table = "marks_" + number;
            thread = Thread.ofVirtual().start(this::run);
        }

        void commitNext() {
            mark++;
            turns.release();
        }

        int mark() {
            return mark;
        }

        private void run() {
            try (Statement statement = connection.createStatement()) {
                while (true) {
                    turns.acquire();
                    statement.executeUpdate("UPDATE " + table + " SET mark = mark + 1");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void close() throws InterruptedException, SQLException {
            thread.interrupt();
            assertThat(thread.join(DEADLINE)).isTrue();
            connection.close();
        }
    }
}
