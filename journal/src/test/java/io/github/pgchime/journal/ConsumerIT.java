package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches a consumer, in which order, and what becomes of it. */
@OldestAndNewest
@SuppressWarnings("try") // a consumer runs as long as the block
final class ConsumerIT {

    private static final Retry QUICK = new Retry(3, Duration.ofMillis(20), Duration.ofMillis(40));

    private final PostgresServer server;
    private TestDatabase database;
    private HikariDataSource source;
    private Journal journal;

    ConsumerIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void install() {
        database = server.newDatabase();
        source = Pool.of(database);
        journal = Journal.on(source);
        journal.install(roles());
    }

    /** Roles are the whole server's. */
    private InstallOptions roles() {
        return InstallOptions.defaults()
                .withRoles(database.name() + "_p", database.name() + "_c", database.name() + "_a");
    }

    @AfterEach
    void drop() {
        journal.uninstall();
        source.close();
        database.close();
    }

    private ConsumerBuilder consumer(String name) {
        return journal.consumer(name).channels("orders");
    }

    private void publish(int first, int last) {
        database.execute("SELECT pgchime.notify('orders', to_jsonb(g), (g % 10)::text) FROM generate_series(" + first
                + ", " + last + ") AS g");
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    private void awaitPosition(String name) {
        await().atMost(Received.DEADLINE)
                .untilAsserted(() -> assertThat(database.queryOne(
                                "SELECT count(*) FROM pgchime.consumer AS c JOIN pgchime.tick AS t ON t.id = c.tick"
                                        + " WHERE c.name = '" + name
                                        + "' AND c.batch IS NULL AND NOT EXISTS (SELECT FROM"
                                        + " pgchime.entry AS e WHERE NOT pg_visible_in_snapshot(e.xid, t.snapshot))"))
                        .isEqualTo("1"));
    }

    @Test
    void entries_publishedWhileTheConsumerRuns_reachIt_asTheyWere() {
        Received received = new Received();
        try (JournalConsumer consumer = consumer("mailer").handler(received).start()) {
            await().atMost(Received.DEADLINE).until(consumer::isLeading);
            long plain = journal.publish("orders", Json.of("{\"id\": 42, \"text\": \"é 🐘\"}"));
            long keyed = publishInTransaction("customer-7", "[1, null]", "x");
            journal.publish("invoices", Json.of("1"));
            received.await(2);
            assertThat(received.entries())
                    .satisfiesExactly(
                            entry -> {
                                assertThat(entry.id()).isEqualTo(plain);
                                assertThat(entry.channel()).isEqualTo("orders");
                                assertThat(entry.key()).isEmpty();
                                assertThat(entry.payload()).isEqualTo(Json.of("{\"id\": 42, \"text\": \"é 🐘\"}"));
                                assertThat(entry.headers()).isEqualTo(Json.of("{}"));
                                assertThat(entry.attempt()).isEqualTo(1);
                                assertThat(entry.replay()).isFalse();
                            },
                            entry -> {
                                assertThat(entry.id()).isEqualTo(keyed);
                                assertThat(entry.key()).contains("customer-7");
                                assertThat(entry.payload()).isEqualTo(Json.of("[1, null]"));
                                assertThat(entry.headers()).isEqualTo(Json.of("{\"trace\": \"x\"}"));
                            });
            assertThat(consumer.isLeading()).isTrue();
            assertThat(consumer.wakeUp()).isEqualTo("check");
            awaitPosition("mailer");
        }
    }

    private long publishInTransaction(String key, String payload, String headers) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            long id = journal.publish(
                    connection,
                    Publication.of("orders", Json.of(payload)).withKey(key).withHeader("trace", headers));
            connection.commit();
            return id;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nudgeFeed_whereTheRoleMay_wakesTheConsumer() {
        Journal nudged = Journal.builder(source).connection(database.url()).build();
        Received received = new Received();
        try (JournalConsumer consumer =
                nudged.consumer("mailer").channels("orders").handler(received).start()) {
            assertThat(consumer.wakeUp()).isEqualTo("nudge");
            publish(1, 3);
            assertThat(received.await(3).payloads()).isEqualTo(numbers(1, 3));
        }
        await().atMost(Received.DEADLINE)
                .untilAsserted(() -> assertThat(database.slots()).isEmpty());
    }

    @Test
    void notifications_whereTheyWereChosen_wakeTheConsumer() {
        journal.install(InstallOptions.defaults().withWakeByNotify(true));
        Journal notified = Journal.builder(source).connection(database.url()).build();
        Received received = new Received();
        try (JournalConsumer consumer =
                notified.consumer("mailer").channels("orders").handler(received).start()) {
            assertThat(consumer.wakeUp()).isEqualTo("notify");
            publish(1, 3);
            assertThat(received.await(3).payloads()).isEqualTo(numbers(1, 3));
        }
    }

    @Test
    void backlog_ofManyPages_isPlayedBackInOrder_andSaysSo() {
        publish(1, 12_500);
        Received received = new Received();
        try (JournalConsumer consumer =
                consumer("late").from(Start.earliest()).handler(received).start()) {
            assertThat(received.await(12_500).payloads()).isEqualTo(numbers(1, 12_500));
            assertThat(received.entries()).allMatch(Entry::replay);
            publish(12_501, 12_501);
            assertThat(received.await(12_501).entries().getLast().replay()).isFalse();
            awaitPosition("late");
        }
    }

    @Test
    void start_ofANewConsumer_isWhereItIsTold() {
        publish(1, 10);
        String id = database.queryOne("SELECT id FROM pgchime.entry WHERE payload = '8'");
        String time = database.queryOne("SELECT to_json(created_at) #>> '{}' FROM pgchime.entry WHERE payload = '9'");
        assertThat(playedBack("now", Start.now(), 0)).isEmpty();
        assertThat(playedBack("earliest", Start.earliest(), 10)).isEqualTo(numbers(1, 10));
        assertThat(playedBack("id", Start.id(Long.parseLong(id)), 3)).isEqualTo(numbers(8, 10));
        assertThat(playedBack(
                        "time", Start.time(java.time.OffsetDateTime.parse(time).toInstant()), 2))
                .isEqualTo(numbers(9, 10));
    }

    private List<String> playedBack(String name, Start start, int count) {
        Received received = new Received();
        try (JournalConsumer consumer =
                consumer(name).from(start).handler(received).start()) {
            received.await(count);
            awaitPosition(name);
        }
        return received.payloads();
    }

    @Test
    void savepoints_andPreparedTransactions_countAsTheyEnd() throws SQLException {
        Received received = new Received();
        try (JournalConsumer consumer = consumer("mailer").handler(received).start();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SAVEPOINT a; SELECT pgchime.notify('orders', '1'); RELEASE a;"
                    + " SAVEPOINT b; SELECT pgchime.notify('orders', '2'); ROLLBACK TO b;"
                    + " SELECT pgchime.notify('orders', '3')");
            statement.execute("PREPARE TRANSACTION '" + database.name() + "'");
            connection.rollback();
            publish(4, 4);
            assertThat(received.await(1).payloads()).containsExactly("4");
            connection.setAutoCommit(true);
            statement.execute("COMMIT PREPARED '" + database.name() + "'");
            assertThat(received.await(3).payloads()).containsExactly("4", "1", "3");
        }
    }

    @Test
    void handlers_ofOneKey_runInOrder_andKeysBesideEachOther() {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch bothRun = new CountDownLatch(2);
        try (JournalConsumer consumer = consumer("parallel")
                .parallelism(4)
                .handler(entry -> {
                    if (entry.payload().text().equals("1")
                            || entry.payload().text().equals("2")) {
                        bothRun.countDown();
                        assertThat(bothRun.await(10, java.util.concurrent.TimeUnit.SECONDS))
                                .isTrue();
                    }
                    order.add(entry.payload().text());
                })
                .start()) {
            publish(1, 500);
            await().atMost(Received.DEADLINE).until(() -> order.size() == 500);
        }
        for (int key = 0; key < 10; key++) {
            int own = key;
            assertThat(order.stream().filter(text -> Integer.parseInt(text) % 10 == own))
                    .isSortedAccordingTo(java.util.Comparator.comparingInt(Integer::parseInt));
        }
    }

    @Test
    void failedEntry_isTriedAgain_andTheRestOfItsKeyWaits_whileOthersGoOn() {
        Received received = new Received();
        AtomicInteger failures = new AtomicInteger();
        try (JournalConsumer consumer = consumer("mailer")
                .retry(new Retry(3, Duration.ofMillis(300), Duration.ofMillis(300)))
                .handler(entry -> {
                    if (entry.payload().text().equals("3") && failures.getAndIncrement() < 2) {
                        throw new IllegalStateException("not yet");
                    }
                    received.handle(entry);
                })
                .start()) {
            publish(1, 25);
            received.await(25);
            assertThat(received.payloads().stream().filter(text -> Integer.parseInt(text) % 10 == 3))
                    .containsExactly("3", "13", "23");
            assertThat(received.payloads().subList(22, 25)).containsExactly("3", "13", "23");
            assertThat(received.entries().get(22).attempt()).isEqualTo(3);
            assertThat(received.entries().get(23).attempt()).isEqualTo(1);
            awaitPosition("mailer");
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() -> assertThat(database.query("SELECT * FROM pgchime.retry"))
                            .isEmpty());
        }
        assertThat(database.query("SELECT * FROM pgchime.retry")).isEmpty();
        assertThat(database.query("SELECT * FROM pgchime.dead")).isEmpty();
    }

    @Test
    void laterEntries_thatNeedNotWait_doNot() {
        Received received = new Received();
        try (JournalConsumer consumer = consumer("mailer")
                .laterEntriesWait(false)
                .retry(new Retry(2, Duration.ofHours(1), Duration.ofHours(1)))
                .handler(entry -> {
                    if (entry.payload().text().equals("3")) {
                        throw new IllegalStateException("not yet");
                    }
                    received.handle(entry);
                })
                .start()) {
            publish(1, 25);
            assertThat(received.await(24).payloads()).doesNotContain("3").contains("13", "23");
        }
        assertThat(database.queryOne("SELECT entry || ' ' || attempts || ' ' || error FROM pgchime.retry"))
                .isEqualTo("3 1 java.lang.IllegalStateException: not yet");
    }

    @Test
    void entries_thatGiveUp_areDead_withACopyAndTheError_andTheRestGoesOn() {
        Received received = new Received();
        List<String> dead = new CopyOnWriteArrayList<>();
        Journal told = Journal.builder(source)
                .listener(new JournalListener() {
                    @Override
                    public void onDead(String consumer, Entry entry, Throwable cause) {
                        dead.add(consumer + " " + entry.payload() + " " + cause.getMessage());
                    }
                })
                .build();
        try (JournalConsumer consumer = told.consumer("mailer")
                .channels("orders")
                .retry(QUICK)
                .permanent(UnsupportedOperationException.class::isInstance)
                .handler(entry -> {
                    switch (entry.payload().text()) {
                        case "1" -> throw new PermanentFailure("never");
                        case "2" -> throw new UnsupportedOperationException("nor this");
                        case "3" -> throw new IllegalStateException("attempt " + entry.attempt());
                        default -> received.handle(entry);
                    }
                })
                .start()) {
            publish(1, 13);
            received.await(10);
            await().atMost(Received.DEADLINE).until(() -> dead.size() == 3);
            awaitPosition("mailer");
        }
        assertThat(received.payloads()).contains("11", "12", "13").hasSize(10);
        assertThat(dead).containsExactlyInAnyOrder("mailer 1 never", "mailer 2 nor this", "mailer 3 attempt 3");
        assertThat(database.query("SELECT payload, key, attempts, error FROM pgchime.dead ORDER BY entry"))
                .containsExactly(
                        List.of("1", "1", "1", PermanentFailure.class.getName() + ": never"),
                        List.of("2", "2", "1", UnsupportedOperationException.class.getName() + ": nor this"),
                        List.of("3", "3", "3", IllegalStateException.class.getName() + ": attempt 3"));
        assertThat(database.query("SELECT * FROM pgchime.retry")).isEmpty();
    }

    @Test
    void ticks_thatWereCleanedUp_areThere_whereAPositionNamesThem() {
        Received received = new Received();
        CountDownLatch held = new CountDownLatch(1);
        try (JournalConsumer consumer = consumer("mailer")
                .parallelism(2)
                .handler(entry -> {
                    received.handle(entry);
                    if (entry.payload().text().equals("1")) {
                        held.await();
                    }
                })
                .start()) {
            for (int i = 1; i <= 5; i++) {
                publish(i, i);
                received.await(i);
            }
            database.execute(
                    "UPDATE pgchime.tick SET created_at = created_at - interval '1 day'", "SELECT pgchime.housekeep()");
            held.countDown();
            awaitPosition("mailer");
        }
        publish(6, 6);
        try (JournalConsumer consumer = consumer("mailer").handler(received).start()) {
            received.await(6);
        }
    }

    @Test
    void leader_makesPartitionsAhead() {
        database.execute("SELECT setval('pgchime.entry_id_seq', 2500000)");
        try (JournalConsumer consumer = consumer("mailer")
                .check(Duration.ofSeconds(1))
                .handler(new Received())
                .start()) {
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() -> assertThat(database.queryOne("SELECT max(to_id) FROM pgchime.entry_range"))
                            .isEqualTo("6000001"));
        }
    }

    @Test
    void status_saysHowFarEachConsumerIs_andDeadLettersAreListed() {
        publish(1, 5);
        Received received = new Received();
        try (JournalConsumer consumer = consumer("mailer")
                .from(Start.earliest())
                .retry(Retry.never())
                .handler(entry -> {
                    if (entry.payload().text().equals("5")) {
                        throw new IllegalStateException("no five");
                    }
                    received.handle(entry);
                })
                .start()) {
            received.await(4);
            awaitPosition("mailer");
            assertThat(journal.status().consumers()).singleElement().satisfies(status -> {
                assertThat(status.channels()).containsExactly("orders");
                assertThat(status.lag()).isZero();
                assertThat(status.retries()).isZero();
                assertThat(status.dead()).isEqualTo(1);
                assertThat(status.leader()).isPresent();
                assertThat(status.wakeUp()).contains("check");
            });
        }
        publish(6, 8);
        journal.publish("others", Json.of("1"));
        assertThat(journal.status().consumers()).singleElement().satisfies(mailer -> {
            assertThat(mailer.lag()).isEqualTo(3);
            assertThat(mailer.leader()).isEmpty();
        });
        assertThat(journal.dead("mailer")).singleElement().satisfies(letter -> {
            assertThat(letter.entry().payload()).isEqualTo(Json.of("5"));
            assertThat(letter.entry().attempt()).isEqualTo(1);
            assertThat(letter.error()).isEqualTo("java.lang.IllegalStateException: no five");
            assertThat(letter.diedAt()).isAfter(letter.entry().createdAt());
        });
        assertThat(journal.dead("nobody")).isEmpty();
    }

    @Test
    void changes_ofAWatchedTable_reachTheConsumer() {
        database.execute("CREATE TABLE users (id int PRIMARY KEY, name text, secret text)");
        journal.watch("public.users").exclude("secret").install();
        Received received = new Received();
        try (JournalConsumer consumer = journal.consumer("mirror")
                .channels("data_change")
                .handler(received)
                .start()) {
            database.execute("INSERT INTO users VALUES (1, 'a', 's')", "UPDATE users SET name = 'b'", "TRUNCATE users");
            assertThat(received.await(3).entries().stream().map(Entry::asRowChange))
                    .satisfiesExactly(
                            change -> {
                                assertThat(change.action()).isEqualTo(RowChange.Action.INSERT);
                                assertThat(change.id()).isEqualTo(Json.of("1"));
                                assertThat(change.newData()).contains(Json.of("{\"id\":1,\"name\":\"a\"}"));
                            },
                            change -> assertThat(change.oldData()).contains(Json.of("{\"id\":1,\"name\":\"a\"}")),
                            change -> assertThat(change.action()).isEqualTo(RowChange.Action.TRUNCATE));
        }
    }

    @Test
    void gap_isTold_beforeWhatFollows() {
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicInteger attempts = new AtomicInteger();
        try (JournalConsumer consumer = consumer("mailer")
                .from(Start.earliest())
                .handler(entry -> told.add(entry.payload().text()))
                .start()) {
            awaitPosition("mailer");
        }
        publish(1, 5);
        assertThat(database.queryOne("SELECT pgchime.cut_off('mailer', 4)")).isEqualTo("3");
        try (JournalConsumer consumer = consumer("mailer")
                .onGap(gap -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    told.add(gap.toString());
                })
                .handler(entry -> told.add(entry.payload().text()))
                .start()) {
            await().atMost(Received.DEADLINE).until(() -> told.size() == 3);
            assertThat(told).containsExactly("Gap[reason=EXPIRED, from=1, to=3, count=3]", "4", "5");
            assertThat(journal.status().consumers().getFirst().gap()).isEmpty();
        }
        publish(6, 7);
        database.execute("SELECT pgchime.cut_off('mailer', 7)");
        try (JournalConsumer consumer = consumer("mailer")
                .handler(entry -> told.add(entry.payload().text()))
                .start()) {
            await().atMost(Received.DEADLINE).until(() -> told.size() == 4);
            assertThat(told).last().isEqualTo("7");
        }
    }

    @Test
    void handlerInATransaction_isAcknowledgedWithIt_exactlyOnce() {
        database.execute("CREATE TABLE effect (number int)");
        publish(1, 300);
        AtomicInteger calls = new AtomicInteger();
        Runnable round = () -> {
            try (JournalConsumer consumer = consumer("exact")
                    .from(Start.earliest())
                    .parallelism(4)
                    .retry(new Retry(100, Duration.ofMillis(1), Duration.ofMillis(1)))
                    .stopTimeout(Duration.ZERO)
                    .handler((entry, connection) -> {
                        try (var insert = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
                            insert.setInt(1, Integer.parseInt(entry.payload().text()));
                            insert.executeUpdate();
                        }
                        if (calls.incrementAndGet() % 7 == 0) {
                            throw new IllegalStateException("after the effect");
                        }
                    })
                    .start()) {
                int target = calls.get() + 100;
                await().atMost(Received.DEADLINE).until(() -> calls.get() >= target || isDone());
            }
        };
        for (int i = 0; i < 100 && !isDone(); i++) {
            round.run();
        }
        assertThat(database.queryOne("SELECT count(*) || ' ' || count(DISTINCT number) FROM effect"))
                .isEqualTo("300 300");
        assertThat(calls.get()).isGreaterThan(300);
    }

    private boolean isDone() {
        return database.queryOne("SELECT count(*) FROM effect").equals("300");
    }

    @Test
    void payloads_thatAreLarge_arriveWhole() {
        Received received = new Received();
        String large = "\"" + "é🐘x".repeat(1_000_000) + "\"";
        try (JournalConsumer consumer = consumer("mailer").handler(received).start()) {
            journal.publish("orders", Json.of(large));
            journal.publish("orders", Json.of("7"));
            journal.publish("orders", Json.of("\"" + "y".repeat(8_192) + "\""));
            received.await(3);
        }
        assertThat(received.payloads().get(0)).isEqualTo(large);
        assertThat(received.payloads().get(1)).isEqualTo("7");
        assertThat(received.payloads().get(2)).hasSize(8_194);
    }

    @Test
    void seek_back_deliversAgain_andNowSkips() {
        publish(1, 20);
        Received received = new Received();
        try (JournalConsumer consumer =
                consumer("mailer").from(Start.earliest()).handler(received).start()) {
            received.await(20);
            awaitPosition("mailer");
            long id = received.entries().get(14).id();
            assertThat(journal.wouldSeek("mailer", Start.id(id))).isEqualTo(6);
            assertThat(journal.seek("mailer", Start.id(id))).isEqualTo(6);
            assertThat(received.await(26).payloads().subList(20, 26)).isEqualTo(numbers(15, 20));
            assertThat(received.entries().subList(20, 26)).allMatch(Entry::replay);
            awaitPosition("mailer");
        }
        publish(21, 30);
        assertThat(journal.seek("mailer", Start.now())).isZero();
        publish(31, 31);
        Received later = new Received();
        try (JournalConsumer consumer = consumer("mailer").handler(later).start()) {
            assertThat(later.await(1).payloads()).containsExactly("31");
        }
    }

    @Test
    void twoInstances_oneLeads_andTheOtherTakesOver() {
        List<String> handled = new CopyOnWriteArrayList<>();
        ConsumerBuilder builder = consumer("shared").lease(Duration.ofSeconds(1));
        JournalConsumer first = builder.handler(entry -> handled.add("first " + entry.payload()))
                .start();
        await().atMost(Received.DEADLINE).until(first::isLeading);
        try (JournalConsumer second = builder.handler(entry -> handled.add("second " + entry.payload()))
                .start()) {
            publish(1, 5);
            await().atMost(Received.DEADLINE).until(() -> handled.size() == 5);
            assertThat(second.isLeading()).isFalse();
            first.close();
            publish(6, 6);
            await().atMost(Received.DEADLINE).until(() -> handled.size() == 6);
            assertThat(handled).containsExactly("first 1", "first 2", "first 3", "first 4", "first 5", "second 6");
        } finally {
            first.close();
        }
    }
}
