package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.journal.CheckFaults.Fault;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The journal under writers that see each other's commits late or never, while its consumers are killed, cut off and robbed of their
 * leases, and their server crashes. The system property {@code pgchime.commits} says how many commits there are at least.
 */
@SuppressWarnings("try") // a consumer runs as long as the block
final class CheckIT {

    private static final System.Logger LOG = System.getLogger(CheckIT.class.getName());
    private static final long COMMITS = Long.getLong("pgchime.commits", 50_000);
    private static final long COMMITS_PER_FAULT = 10_000;
    private static final long COMMITS_OF_UNSOUND = 3_000;
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long SEED = 7;

    /** What a run takes depends on the machine, not on the major: one will do. */
    private static PostgresServer server;

    private TestDatabase database;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(Collections.max(Majors.selected()), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        Journal.at(database.url()).install();
        CheckWriters.create(database);
        database.execute(
                "CREATE TABLE effect (at bigserial, entry bigint, key int, number int)",
                "CREATE TABLE acknowledged (at bigserial, consumer text, epoch bigint, tick bigint, batch bigint,"
                        + " entry bigint, process text, leader text)",
                "CREATE FUNCTION acknowledged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " INSERT INTO acknowledged (consumer, epoch, tick, batch, entry, process, leader)"
                        + " VALUES (NEW.name, NEW.epoch, NEW.tick, coalesce(NEW.batch, 0), NEW.entry,"
                        + " split_part(current_setting('application_name'), '-', 2), split_part(NEW.leader, '-', 2));"
                        + " RETURN NULL; END $$",
                "CREATE TRIGGER acknowledged AFTER UPDATE ON pgchime.consumer FOR EACH ROW"
                        + " WHEN ((OLD.tick, OLD.batch, OLD.entry) IS DISTINCT FROM (NEW.tick, NEW.batch, NEW.entry))"
                        + " EXECUTE FUNCTION acknowledged()");
    }

    @AfterEach
    void drop() {
        Journal.at(database.url()).uninstall();
        database.close();
    }

    @Test
    void everythingCommitted_isDelivered_whateverBefallsTheConsumers() throws Exception {
        Path file = directory.resolve("log");
        Random random = new Random(SEED);
        Duration longest = Duration.ZERO;
        try (CheckLog log = new CheckLog(file);
                CheckFaults faults = new CheckFaults(database, directory, file, log, random);
                CheckWriters writers = new CheckWriters(database)) {
            writers.start(SEED);
            Fault[] kinds = Fault.values();
            long count = Math.max(kinds.length, COMMITS / COMMITS_PER_FAULT);
            for (int i = 0; i < count; i++) {
                long enough = COMMITS * (i + 1) / (count + 1);
                eventually(() -> writers.commits() >= enough);
                Fault fault = kinds[i % kinds.length];
                faults.befall(fault);
                Duration healed = untilProgress(file);
                LOG.log(System.Logger.Level.INFO, fault + ": goes on after " + healed.toMillis() + " ms");
                longest = longest.compareTo(healed) < 0 ? healed : longest;
            }
            eventually(() -> writers.commits() >= COMMITS);
            writers.close();
            LOG.log(System.Logger.Level.INFO, writers.commits() + " commits, " + count + " faults");
            eventually(this::isDone);
        }
        Check all = check(file);
        assertThat(all.complaints(committed(""), dead(CheckProcess.ALL))).isEmpty();
        assertThat(exactComplaints()).isEmpty();
        LOG.log(System.Logger.Level.INFO, all + "; longest stop " + longest.toMillis() + " ms");
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /** How long it takes until both consumers are given something again. */
    private Duration untilProgress(Path file) throws IOException {
        long began = System.nanoTime();
        long size = Files.size(file);
        long effects = effects();
        eventually(() -> Files.size(file) > size && effects() > effects);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private long effects() {
        return Long.parseLong(database.queryOne("SELECT coalesce(max(at), 0) FROM effect"));
    }

    /** All entries are behind the consumers, and none is to be tried again. */
    private boolean isDone() {
        return database.queryOne("SELECT count(*) FROM pgchime.consumer AS c JOIN pgchime.tick AS t ON t.id = c.tick"
                        + " WHERE c.batch IS NOT NULL OR EXISTS (SELECT FROM pgchime.retry)"
                        + " OR EXISTS (SELECT FROM pgchime.entry WHERE NOT pg_visible_in_snapshot(xid, t.snapshot))")
                .equals("0");
    }

    private Check check(Path file) throws IOException {
        Check check = new Check(CheckProcess.ALL);
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(check::line);
        }
        for (List<String> row :
                database.query("SELECT epoch, tick, batch, entry, process, leader FROM acknowledged WHERE consumer = '"
                        + CheckProcess.ALL + "' ORDER BY at")) {
            check.acknowledged(
                    Long.parseLong(row.get(0)),
                    Long.parseLong(row.get(1)),
                    Long.parseLong(row.get(2)),
                    Long.parseLong(row.get(3)),
                    row.get(4),
                    row.get(5));
        }
        return check;
    }

    private List<String> exactComplaints() {
        BitSet missing = committed("WHERE channel = 'few'");
        missing.andNot(dead(CheckProcess.EXACT));
        missing.xor(ids("SELECT entry FROM effect"));
        return Stream.of(
                        missing.stream().mapToObj(entry -> "entry " + entry + " has too many effects, or none"),
                        database
                                .query("SELECT entry, count(*) FROM effect GROUP BY entry HAVING count(*) > 1 LIMIT 10")
                                .stream()
                                .map(row -> "entry " + row.get(0) + " has " + row.get(1) + " effects"),
                        database
                                .query("SELECT key, number FROM (SELECT key, number,"
                                        + " lag(number) OVER (PARTITION BY key ORDER BY at) AS before FROM effect) AS e"
                                        + " WHERE number <= before LIMIT 10")
                                .stream()
                                .map(row -> "key " + row.get(0) + " was given " + row.get(1) + " too late"))
                .flatMap(complaints -> complaints)
                .limit(20)
                .toList();
    }

    private BitSet committed(String which) {
        return ids("SELECT id FROM pgchime.entry " + which);
    }

    private BitSet dead(String consumer) {
        return ids("SELECT entry FROM pgchime.dead WHERE consumer = '" + consumer + "'");
    }

    private BitSet ids(String sql) {
        BitSet ids = new BitSet();
        database.query(sql).forEach(row -> ids.set(Integer.parseInt(row.getFirst())));
        return ids;
    }

    /** That the other test can fail. */
    @ParameterizedTest
    @CsvSource({
        "ID_AFTER_THE_LAST, committed and never delivered",
        "ID_AFTER_THE_LAST_BELOW_THE_HORIZON, committed and never delivered",
        "TRANSACTIONS_BELOW_THE_HORIZON, out of order"
    })
    void unsoundReadings_areFoundWanting(UnsoundReading unsound, String complaint) throws Exception {
        Path file = directory.resolve("log");
        try (CheckLog log = new CheckLog(file);
                HikariDataSource source = Pool.of(Pool.url(database) + "&ApplicationName=check-"
                        + ProcessHandle.current().pid());
                JournalConsumer consumer = Journal.on(source)
                        .consumer(CheckProcess.ALL)
                        .channels("few", "many")
                        .from(Start.earliest())
                        .reading(unsound::reading)
                        .handler(entry -> {
                            log.began(CheckProcess.ALL, "p", entry);
                            log.ended(CheckProcess.ALL, "p", entry);
                        })
                        .start()) {
            try (CheckWriters writers = new CheckWriters(database)) {
                writers.start(SEED);
                eventually(() -> writers.commits() >= COMMITS_OF_UNSOUND);
            }
            database.execute("SELECT bump(0)");
            eventually(this::isDone);
        }
        assertThat(check(file).complaints(committed(""), new BitSet()))
                .anySatisfy(text -> assertThat(text).contains(complaint));
    }
}
