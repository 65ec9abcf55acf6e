package io.github.pgchime.change;

import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers side by side, so that their transactions interleave in the log: some roll back, some in part by savepoints in
 * each other, some are prepared first, some are large enough to be sent while they are in progress.
 */
final class CrashWorkload implements AutoCloseable {

    private static final int WRITERS = 4;

    /** Between two transactions of one writer, so that a reader that has just been started keeps up. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** Between two looks at whether the readers have caught up. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** So far behind, readers that are killed every few seconds would spend them decoding what the last one had seen. */
    private static final long MOST_BYTES_AHEAD = 4L << 20;

    private static final int TRANSACTIONS_BETWEEN_LOOKS = 20;

    private final TestDatabase database;
    private final String ahead;
    private final AtomicLong numbers = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;
    private volatile String failure = "";

    /** @param slot how far whose readers have come */
    CrashWorkload(TestDatabase database, String slot) {
        this.database = database;
        this.ahead = "SELECT pg_current_wal_lsn() - confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                + slot + "'";
    }

    void start(long seed) {
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(seed + i);
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> write(random)));
        }
    }

    private void write(Random random) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 1; !over; i++) {
                transaction(connection, statement, random);
                LockSupport.parkNanos(PAUSE.toNanos());
                while (!over && i % TRANSACTIONS_BETWEEN_LOOKS == 0 && isFarAhead(connection, statement)) {
                    LockSupport.parkNanos(LOOK.toNanos());
                }
            }
        } catch (SQLException e) {
            failure = String.valueOf(e);
        }
    }

    private boolean isFarAhead(Connection connection, Statement statement) throws SQLException {
        try (ResultSet bytes = statement.executeQuery(ahead)) {
            return bytes.next() && bytes.getLong(1) > MOST_BYTES_AHEAD;
        } finally {
            connection.commit();
        }
    }

    private void transaction(Connection connection, Statement statement, Random random) throws SQLException {
        insert(statement, random);
        for (int depth = random.nextInt(3); depth > 0; depth--) {
            Savepoint outer = connection.setSavepoint();
            insert(statement, random);
            Savepoint inner = connection.setSavepoint();
            insert(statement, random);
            switch (random.nextInt(4)) {
                case 0 -> connection.rollback(outer);
                case 1 -> connection.rollback(inner);
                case 2 -> {
                    connection.releaseSavepoint(inner);
                    connection.rollback(outer);
                }
                default -> connection.releaseSavepoint(outer);
            }
            insert(statement, random);
        }
        switch (random.nextInt(8)) {
            case 0 -> connection.rollback();
            case 1 -> prepare(connection, statement, random);
            default -> connection.commit();
        }
    }

    private void prepare(Connection connection, Statement statement, Random random) throws SQLException {
        String gid = database.name() + "_" + numbers.incrementAndGet();
        statement.execute("PREPARE TRANSACTION '" + gid + "'");
        connection.commit();
        connection.setAutoCommit(true);
        statement.execute((random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT") + " PREPARED '" + gid + "'");
        connection.setAutoCommit(false);
    }

    private void insert(Statement statement, Random random) throws SQLException {
        int rows = random.nextInt(20) == 0 ? 400 : 1 + random.nextInt(5);
        long last = numbers.addAndGet(rows);
        statement.execute("INSERT INTO numbers SELECT n, repeat('x', 100) FROM generate_series(" + (last - rows + 1)
                + "::bigint, " + last + ") AS n");
    }

    /** Ends the writers. */
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
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
    }
}
