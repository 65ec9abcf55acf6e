package io.github.pgchime.journal;

import io.github.pgchime.testkit.TestDatabase;
import io.github.pgchime.testkit.UncheckedSqlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers side by side. Each entry is published under the lock of its key's counter, with the counter's number: those of a key that
 * are committed are numbered without holes, in the order of their commits, whatever is rolled back. Meanwhile transactions that
 * write nothing stay open, also in another database. Whatever ends their sessions, they go on.
 */
final class CheckWriters implements AutoCloseable {

    static final int KEYS = 200;

    /** The keys below go to the channel {@code few}, the others to {@code many}. */
    static final int FEW = 20;

    private static final int WRITERS = 24;

    /** After each transaction, at most: all of them together leave the machine to the readers half of the time. */
    private static final int REST_MILLIS = 40;

    private static final Duration RECONNECT = Duration.ofMillis(50);

    /** So long a transaction stays prepared before somebody else ends it. */
    private static final String ABANDONED = "interval '1 second'";

    private final TestDatabase database;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong prepared = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    CheckWriters(TestDatabase database) {
        this.database = database;
    }

    static void create(TestDatabase database) {
        database.execute(
                "CREATE TABLE counter (key int PRIMARY KEY, number int NOT NULL) WITH (fillfactor = 20)",
                "INSERT INTO counter SELECT g, 0 FROM generate_series(0, " + (KEYS - 1) + ") AS g",
                "CREATE FUNCTION bump(int) RETURNS bigint LANGUAGE sql AS $$ WITH c AS ("
                        + "UPDATE counter SET number = number + 1 WHERE key = $1 RETURNING key, number)"
                        + " SELECT pgchime.notify(CASE WHEN key < " + FEW + " THEN 'few' ELSE 'many' END,"
                        + " to_jsonb(number), key::text) FROM c $$");
    }

    void start(long seed) {
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(seed + i);
            start("writer-" + i, () -> connect(connection -> transactions(connection, random)));
        }
        Random random = new Random(seed - 1);
        start("idle here", () -> connect(connection -> idle(connection, random)));
        start("idle elsewhere", this::idleElsewhere);
        start("finisher", () -> connect(this::endPrepared));
    }

    long commits() {
        return commits.get();
    }

    private void start(String name, Runnable work) {
        threads.add(Thread.ofPlatform().name(name).start(work));
    }

    /** What is done over a connection until it is over, or the connection is lost. */
    @FunctionalInterface
    private interface Session {
        void run(Connection connection) throws SQLException;
    }

    private void connect(Session session) {
        while (!over) {
            try (Connection connection = database.connect()) {
                session.run(connection);
            } catch (SQLException | UncheckedSqlException e) {
                LockSupport.parkNanos(RECONNECT.toNanos());
            }
        }
    }

    private void transactions(Connection connection, Random random) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            while (!over) {
                transaction(statement, random);
                pause(random, REST_MILLIS);
            }
        }
    }

    /** Keys are locked in ascending order, so that nobody waits in a circle. */
    private void transaction(Statement statement, Random random) throws SQLException {
        int[] keys = random.ints(0, KEYS).distinct().limit(3).sorted().toArray();
        int kind = random.nextInt(100);
        if (kind < 55) {
            bump(statement, keys[0]);
            commits.incrementAndGet();
            return;
        }
        statement.execute("BEGIN");
        for (int key : kind < 75 ? keys : Arrays.copyOf(keys, 1)) {
            bump(statement, key);
        }
        if (kind < 85) {
            statement.execute("SAVEPOINT s");
            bump(statement, keys[1]);
            statement.execute("ROLLBACK TO SAVEPOINT s");
            bump(statement, keys[2]);
        }
        if (kind >= 97) {
            pause(random, 30);
        }
        if (kind < 90) {
            statement.execute("COMMIT");
            commits.incrementAndGet();
        } else if (kind < 94) {
            statement.execute("ROLLBACK");
        } else {
            prepare(statement, random);
        }
    }

    private static void bump(Statement statement, int key) throws SQLException {
        statement.execute("SELECT bump(" + key + ")");
    }

    private void prepare(Statement statement, Random random) throws SQLException {
        String gid = database.name() + "_" + prepared.incrementAndGet();
        statement.execute("PREPARE TRANSACTION '" + gid + "'");
        pause(random, 10);
        boolean rollback = random.nextInt(3) == 0;
        statement.execute((rollback ? "ROLLBACK" : "COMMIT") + " PREPARED '" + gid + "'");
        if (!rollback) {
            commits.incrementAndGet();
        }
    }

    private static void pause(Random random, int mostMillis) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(mostMillis)).toNanos());
    }

    /** With an id of their own, so that they hold every horizon back. */
    private void idle(Connection connection, Random random) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            while (!over) {
                statement.execute("BEGIN; SELECT pg_current_xact_id()");
                pause(random, 1_000);
                statement.execute("COMMIT");
            }
        }
    }

    private void idleElsewhere() {
        Random random = new Random(1);
        try (TestDatabase other = database.server().newDatabase()) {
            while (!over) {
                try (Connection connection = other.connect()) {
                    idle(connection, random);
                } catch (SQLException | UncheckedSqlException e) {
                    LockSupport.parkNanos(RECONNECT.toNanos());
                }
            }
        }
    }

    /** Those whose writers were cut off in between. */
    private void endPrepared(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            while (!over) {
                endPrepared(statement, ABANDONED);
                LockSupport.parkNanos(RECONNECT.toNanos());
            }
        }
    }

    private void endPrepared(Statement statement, String age) throws SQLException {
        List<String> abandoned = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT gid FROM pg_prepared_xacts WHERE database ="
                + " current_database() AND prepared < clock_timestamp() - " + age)) {
            while (rows.next()) {
                abandoned.add(rows.getString(1));
            }
        }
        for (String gid : abandoned) {
            statement.execute("COMMIT PREPARED '" + gid + "'");
        }
    }

    /** Ends them, and what they left open. */
    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            endPrepared(statement, "interval '0'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
