package io.github.pgchime.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A process of its own with an instance of each consumer, until it is killed or its standard input ends. {@code all} has every
 * entry handled at least once, {@code exact} those of one channel in transactions. Some of their handlers throw at first, some
 * always, and some take long.
 */
@SuppressWarnings("try") // consumers run as long as the block
final class CheckProcess {

    static final String ALL = "all";
    static final String EXACT = "exact";

    /** What it says once it takes part. */
    static final String STARTED = "started";

    /** Of each consumer; entries of these numbers, modulo this, fare differently. */
    private static final int OFTEN = 50;

    private static final int SELDOM = 500;
    private static final Duration LONG = Duration.ofMillis(300);
    private static final Retry RETRY = new Retry(3, Duration.ofMillis(20), Duration.ofMillis(100));

    private static final String PID = String.valueOf(ProcessHandle.current().pid());

    private final CheckLog log;

    private CheckProcess(CheckLog log) {
        this.log = log;
    }

    /** The arguments: a URL for JDBC, one for libpq, and the log. */
    public static void main(String[] arguments) throws Exception {
        try (CheckLog log = new CheckLog(Path.of(arguments[2]));
                HikariDataSource source = Pool.of(arguments[0] + "&ApplicationName=check-" + PID)) {
            Journal journal = Journal.builder(source).connection(arguments[1]).build();
            new CheckProcess(log).run(journal);
        }
    }

    private void run(Journal journal) throws IOException {
        try (JournalConsumer all = journal.consumer(ALL)
                        .channels("few", "many")
                        .from(Start.earliest())
                        .parallelism(8)
                        .retry(RETRY)
                        .handler(entry -> handle(entry))
                        .start();
                JournalConsumer exact = journal.consumer(EXACT)
                        .channels("few")
                        .from(Start.earliest())
                        .parallelism(4)
                        .retry(RETRY)
                        .handler((entry, connection) -> handle(entry, connection))
                        .start()) {
            System.out.println(STARTED);
            System.in.read();
        }
    }

    private void handle(Entry entry) throws IOException, InterruptedException {
        boolean done = false;
        log.began(ALL, PID, entry);
        try {
            misbehave(entry);
            done = true;
        } finally {
            if (done) {
                log.ended(ALL, PID, entry);
            } else {
                log.failed(ALL, PID, entry);
            }
        }
    }

    /** Its log is a table of the same database. */
    private void handle(Entry entry, Connection connection) throws SQLException, InterruptedException {
        try (PreparedStatement effect =
                connection.prepareStatement("INSERT INTO effect (entry, key, number) VALUES (?, ?::int, ?::int)")) {
            effect.setLong(1, entry.id());
            effect.setString(2, entry.key().orElseThrow());
            effect.setString(3, entry.payload().text());
            effect.executeUpdate();
        }
        misbehave(entry);
    }

    private static void misbehave(Entry entry) throws InterruptedException {
        int number = Integer.parseInt(entry.payload().text());
        if (number % OFTEN == 1 && entry.attempt() == 1) {
            throw new IllegalStateException("not yet");
        }
        if (number % SELDOM == 2) {
            throw new PermanentFailure("never");
        }
        if (number % SELDOM == 3) {
            Thread.sleep(LONG);
        }
    }
}
