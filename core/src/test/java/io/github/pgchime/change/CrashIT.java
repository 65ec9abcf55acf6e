package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.Lsn;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that is killed again and again while others write misses nothing. How often is the system property
 * {@code pgchime.crashes}.
 */
@EveryMajor
final class CrashIT {

    /** When a reader has read enough. */
    @FunctionalInterface
    private interface Enough {
        boolean is(Path written) throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(CrashIT.class.getName());
    private static final int CRASHES = Integer.getInteger("pgchime.crashes", 2);
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int TWO_PHASE_FROM = 15;

    /** Every so many readers one catches up before it is killed, or the writers would be far ahead in the end. */
    private static final int CATCHING_UP = 10;

    private final PostgresServer server;
    private TestDatabase database;
    private String slot = "";

    @TempDir
    private Path directory;

    CrashIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        slot = database.name();
        database.execute(
                "CREATE TABLE numbers (id bigint PRIMARY KEY, filling text)", "CREATE PUBLICATION p FOR ALL TABLES");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void killedReaders_missNothing() throws Exception {
        createSlot(server.major() >= TWO_PHASE_FROM);
        assertThat(crash(CRASHES, "late", 42)).isEmpty();
    }

    /** That the other test can fail, which is the same on every server. */
    @Test
    void killedReaders_thatAcknowledgeEarly_areFoundWanting() throws Exception {
        assumeThat(server.major()).isEqualTo(Majors.oldestAndNewest().getLast());
        createSlot(false);
        assertThat(crash(CRASHES, "early", 43))
                .anySatisfy(complaint -> assertThat(complaint).contains("never seen"));
    }

    private void createSlot(boolean twoPhase) {
        database.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput'"
                + (twoPhase ? ", false, true" : "") + ")");
    }

    private List<String> crash(int times, String when, long seed) throws Exception {
        Random random = new Random(seed);
        CrashCheck check = new CrashCheck();
        try (CrashWorkload workload = new CrashWorkload(database, slot)) {
            workload.start(seed);
            for (int i = 0; i < times; i++) {
                Enough enough = when.equals("early")
                        ? hasConfirmedAProbe(-1 - i)
                        : i % CATCHING_UP == 0 ? isAtEnd() : some(random);
                read(check, when, enough);
            }
        }
        database.execute("INSERT INTO numbers SELECT max(id) + 1 FROM numbers");
        read(check, "late", isAtEnd());
        LOG.log(System.Logger.Level.INFO, times + " crashes, acknowledging " + when + ": " + check);
        return check.complaints(database.query("SELECT id FROM numbers").stream()
                .map(row -> Long.valueOf(row.getFirst()))
                .collect(Collectors.toSet()));
    }

    /** Has a reader read until what it wrote is enough, and kills it. */
    private void read(CrashCheck check, String when, Enough enough) throws Exception {
        eventually().until(() -> slot("active").equals("f"));
        Lsn confirmed = confirmed();
        Path written = Files.createTempFile(directory, "reader", ".out");
        Path errors = Files.createTempFile(directory, "reader", ".err");
        Process reader = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashReader.class.getName(),
                        database.url(),
                        slot,
                        "p",
                        when)
                .redirectOutput(written.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            eventually().atMost(DEADLINE).until(() -> !reader.isAlive() || enough.is(written));
            assertThat(reader.isAlive()).as(Files.readString(errors)).isTrue();
        } finally {
            reader.destroyForcibly();
            reader.waitFor();
        }
        check.reader(lines(written), confirmed);
    }

    private static Enough some(Random random) {
        int lines = 1 + random.nextInt(200);
        return written -> lines(written).size() >= lines;
    }

    /** All that is in the log by now is acknowledged. */
    private Enough isAtEnd() {
        Lsn end = logEnd();
        return written -> confirmed().compareTo(end) >= 0;
    }

    /** Inserts a number once the first line is written, and waits for the slot to move past it: that is acknowledged then. */
    private Enough hasConfirmedAProbe(int number) {
        AtomicReference<Lsn> end = new AtomicReference<>(Lsn.ZERO);
        return written -> {
            if (!lines(written).isEmpty() && end.get().equals(Lsn.ZERO)) {
                database.execute("INSERT INTO numbers VALUES (" + number + ")");
                end.set(logEnd());
            }
            return !end.get().equals(Lsn.ZERO) && confirmed().compareTo(end.get()) >= 0;
        };
    }

    private Lsn logEnd() {
        return Lsn.parse(database.queryOne("SELECT pg_current_wal_lsn()"));
    }

    private Lsn confirmed() {
        return Lsn.parse(slot("confirmed_flush_lsn"));
    }

    private String slot(String column) {
        return database.queryOne("SELECT " + column + " FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
    }

    /** The whole lines; what comes behind the last may be cut off. */
    private static List<String> lines(Path written) throws IOException {
        String text = Files.readString(written);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
