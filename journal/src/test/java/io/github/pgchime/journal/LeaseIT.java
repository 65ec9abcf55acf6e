package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who leads, and what becomes of those who no longer do. */
@OldestAndNewest
@SuppressWarnings("try") // a consumer runs as long as the block
final class LeaseIT {

    private static final System.Logger LOG = System.getLogger(LeaseIT.class.getName());

    private final PostgresServer server;
    private TestDatabase database;
    private HikariDataSource source;
    private Journal journal;

    LeaseIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void install() {
        database = server.newDatabase();
        source = Pool.of(database);
        journal = Journal.on(source);
        journal.install(InstallOptions.defaults()
                .withRoles(database.name() + "_p", database.name() + "_c", database.name() + "_a"));
    }

    @AfterEach
    void drop() {
        journal.uninstall();
        source.close();
        database.close();
    }

    /** A process that leads until it is killed, and prints what it handles. */
    static final class Leader {
        private Leader() {}

        public static void main(String[] arguments) throws Exception {
            org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
            source.setURL(arguments[0]);
            try (JournalConsumer consumer = Journal.on(source)
                    .consumer("shared")
                    .channels("orders")
                    .handler(entry -> System.out.println(entry.payload()))
                    .start()) {
                await().until(consumer::isLeading);
                System.out.println("leading");
                System.in.read();
            }
        }
    }

    @Test
    void killedLeader_isFollowedWithinSeconds_andNothingIsMissed() throws Exception {
        Process leader = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leader.class.getName(),
                        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database.name()
                                + "?user=postgres")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Received received = new Received();
        try (BufferedReader out = leader.inputReader()) {
            assertThat(out.readLine()).isEqualTo("leading");
            try (JournalConsumer follower = journal.consumer("shared")
                    .channels("orders")
                    .handler(received)
                    .start()) {
                journal.publish("orders", Json.of("1"));
                assertThat(out.readLine()).isEqualTo("1");
                leader.destroyForcibly().waitFor();
                long killed = System.nanoTime();
                journal.publish("orders", Json.of("2"));
                await().atMost(Received.DEADLINE)
                        .until(() -> received.payloads().contains("2"));
                LOG.log(
                        System.Logger.Level.INFO,
                        "taken over "
                                + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms after the kill");
                assertThat(follower.isLeading()).isTrue();
            }
        } finally {
            leader.destroyForcibly();
        }
    }

    @Test
    void leaderWhoseLeaseIsTaken_stopsItsHandlers_andAcknowledgesNothing() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger handled = new AtomicInteger();
        try (JournalConsumer consumer = journal.consumer("stale")
                .channels("orders")
                .lease(Duration.ofSeconds(1))
                .handler(entry -> {
                    if (began.getCount() > 0) {
                        began.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.set(true);
                            throw e;
                        }
                    }
                    handled.incrementAndGet();
                })
                .start()) {
            journal.publish("orders", Json.of("1"));
            began.await();
            String before = position();
            database.execute("UPDATE pgchime.consumer SET epoch = epoch + 1, leader = 'thief',"
                    + " lease_until = clock_timestamp() + interval '2 seconds'");
            await().atMost(Received.DEADLINE).untilTrue(interrupted);
            assertThat(position()).isEqualTo(before);
            assertThat(handled).hasValue(0);
            await().atMost(Received.DEADLINE).until(() -> handled.get() == 1);
            assertThat(database.query("SELECT * FROM pgchime.retry")).isEmpty();
        }
    }

    private String position() {
        return database.queryOne("SELECT tick || ' ' || entry FROM pgchime.consumer");
    }

    @Test
    void transactionUnderAnEarlierEpoch_isRolledBack() throws Exception {
        database.execute("CREATE TABLE effect (number int)");
        AtomicInteger calls = new AtomicInteger();
        try (JournalConsumer consumer = journal.consumer("stale")
                .channels("orders")
                .handler((entry, connection) -> {
                    try (var insert = connection.createStatement()) {
                        insert.execute("INSERT INTO effect VALUES (" + calls.incrementAndGet() + ")");
                    }
                    if (calls.get() == 1) {
                        database.execute("UPDATE pgchime.consumer SET epoch = epoch + 1, leader = NULL");
                    }
                })
                .start()) {
            journal.publish("orders", Json.of("1"));
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() -> assertThat(database.query("SELECT number FROM effect"))
                            .containsExactly(List.of("2")));
        }
    }

    @Test
    void retriedTransaction_isNotRepeated_whenAnEarlierEntryKeepsThePositionBack() throws Exception {
        database.execute("CREATE TABLE effect (key text)");
        AtomicInteger slow = new AtomicInteger();
        try (JournalConsumer consumer = journal.consumer("exact")
                .channels("orders")
                .parallelism(2)
                .retry(new Retry(3, Duration.ofMillis(1), Duration.ofMillis(1)))
                .handler((entry, connection) -> {
                    String key = entry.key().orElseThrow();
                    if (key.equals("slow") && slow.incrementAndGet() == 1) {
                        new CountDownLatch(1).await();
                    }
                    if (key.equals("fails") && entry.attempt() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    try (var insert = connection.createStatement()) {
                        insert.execute("INSERT INTO effect VALUES ('" + key + "')");
                    }
                })
                .start()) {
            journal.publish(Publication.of("orders", Json.of("1")).withKey("slow"));
            journal.publish(Publication.of("orders", Json.of("2")).withKey("fails"));
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() ->
                            assertThat(database.query("SELECT key FROM effect")).containsExactly(List.of("fails")));
            database.execute("UPDATE pgchime.consumer SET epoch = epoch + 1, leader = NULL");
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() ->
                            assertThat(database.query("SELECT key FROM effect")).contains(List.of("slow")));
        }
        assertThat(database.query("SELECT key, count(*) FROM effect GROUP BY key ORDER BY key"))
                .containsExactly(List.of("fails", "1"), List.of("slow", "1"));
        assertThat(database.query("SELECT * FROM pgchime.handled")).isEmpty();
        assertThat(database.query("SELECT * FROM pgchime.retry")).isEmpty();
    }

    /** Paused while it rests between two ticks, it would look for what it may not read without end. */
    @Test
    void pausedConsumer_ofABusyChannel_isIdle() {
        AtomicBoolean over = new AtomicBoolean();
        Thread busy = Thread.ofVirtual().unstarted(() -> {
            while (!over.get()) {
                database.execute(
                        "SELECT count(pgchime.notify('orders', to_jsonb(n))) FROM generate_series(1, 50) AS n");
            }
        });
        // Several, of which some rest when the word comes.
        List<JournalConsumer> consumers = IntStream.range(0, 6)
                .mapToObj(i -> journal.consumer("resting" + i)
                        .channels("orders")
                        .lease(Duration.ofSeconds(1))
                        .handler(entry -> {})
                        .start())
                .toList();
        try {
            await().atMost(Received.DEADLINE).until(() -> consumers.stream().allMatch(JournalConsumer::isLeading));
            busy.start();
            awaitRenewal();
            database.execute("UPDATE pgchime.consumer SET paused = true");
            awaitRenewal();
            over.set(true);
            awaitRenewal();
            long began = System.nanoTime();
            long before = processorNanos("pgchime-resting");
            awaitRenewal();
            awaitRenewal();
            assertThat(processorNanos("pgchime-resting") - before).isLessThan((System.nanoTime() - began) / 4);
        } finally {
            over.set(true);
            consumers.forEach(JournalConsumer::close);
        }
    }

    /** Of all leases. */
    private void awaitRenewal() {
        String since = database.queryOne("SELECT max(lease_until) FROM pgchime.consumer");
        await().atMost(Received.DEADLINE)
                .until(() -> database.queryOne("SELECT min(lease_until) > '" + since + "' FROM pgchime.consumer")
                        .equals("t"));
    }

    private static long processorNanos(String threads) {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        return Arrays.stream(all.dumpAllThreads(false, false))
                .filter(each -> each.getThreadName().startsWith(threads))
                .mapToLong(each -> all.getThreadCpuTime(each.getThreadId()))
                .sum();
    }

    @Test
    void pausedConsumer_goesOnWhenItMay() {
        Received received = new Received();
        try (JournalConsumer consumer = journal.consumer("paused")
                .channels("orders")
                .lease(Duration.ofSeconds(1))
                .handler(received)
                .start()) {
            await().atMost(Received.DEADLINE).until(consumer::isLeading);
            journal.pause("paused");
            String since = database.queryOne("SELECT lease_until FROM pgchime.consumer");
            await().atMost(Received.DEADLINE)
                    .until(() -> !database.queryOne("SELECT lease_until FROM pgchime.consumer")
                            .equals(since));
            journal.publish("orders", Json.of("1"));
            String then = database.queryOne("SELECT lease_until FROM pgchime.consumer");
            await().atMost(Received.DEADLINE)
                    .until(() -> !database.queryOne("SELECT lease_until FROM pgchime.consumer")
                            .equals(then));
            assertThat(received.entries()).isEmpty();
            journal.resume("paused");
            received.await(1);
        }
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.pause("nobody"))
                .withMessageContaining("no consumer nobody");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> journal.seek("nobody", Start.now()))
                .withMessageContaining("no consumer nobody");
    }

    @Test
    void roleWithoutReplication_isWokenByLooks() {
        String role = database.name();
        String url = database.createRole(role, "secret");
        Journal own = Journal.builder(source).connection(url).build();
        Received received = new Received();
        try (JournalConsumer consumer =
                own.consumer("plain").channels("orders").handler(received).start()) {
            assertThat(consumer.wakeUp()).isEqualTo("check");
            assertThat(consumer.options().name()).isEqualTo("plain");
            own.publish("orders", Json.of("1"));
            received.await(1);
        }
        assertThat(database.queryOne("SELECT wake_up FROM pgchime.consumer")).isEqualTo("check");
    }

    @Test
    void deadLetter_isTriedAgainByHand() {
        AtomicBoolean mended = new AtomicBoolean();
        Received received = new Received();
        try (JournalConsumer consumer = journal.consumer("mailer")
                .channels("orders")
                .retry(Retry.never())
                .handler(entry -> {
                    if (!mended.get()) {
                        throw new IllegalStateException("broken");
                    }
                    received.handle(entry);
                })
                .start()) {
            long id = journal.publish("orders", Json.of("{\"n\": 1}"));
            await().atMost(Received.DEADLINE)
                    .until(() -> database.queryOne("SELECT count(*) FROM pgchime.dead")
                            .equals("1"));
            database.execute("DELETE FROM pgchime.entry");
            mended.set(true);
            journal.retry("mailer", id);
            assertThat(received.await(1).entries().getFirst())
                    .extracting(Entry::id, Entry::payload, Entry::attempt, Entry::replay)
                    .containsExactly(id, Json.of("{\"n\": 1}"), 1, true);
            await().atMost(Received.DEADLINE)
                    .until(() -> database.queryOne("SELECT count(*) FROM pgchime.dead")
                            .equals("0"));
            assertThat(database.query("SELECT * FROM pgchime.retry")).isEmpty();
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> journal.retry("mailer", id))
                    .withMessageContaining("no entry " + id);
        }
    }
}
