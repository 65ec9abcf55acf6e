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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The six ways in which a table of notifications that is read by its last id is known to lose entries. */
@OldestAndNewest
@SuppressWarnings("try") // a consumer runs as long as the block
final class LossesIT {

    private final PostgresServer server;
    private TestDatabase database;
    private HikariDataSource source;
    private Journal journal;

    LossesIT(PostgresServer server) {
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

    private ConsumerBuilder consumer() {
        return journal.consumer("mailer").channels("orders");
    }

    private void publish(int first, int last) {
        database.execute("SELECT pgchime.notify('orders', to_jsonb(g), (g % 10)::text) FROM generate_series(" + first
                + ", " + last + ") AS g");
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    @Test
    void backlog_aboveOneBatch_isReadToItsEnd() {
        try (JournalConsumer registered = consumer().handler(new Received()).start()) {
            assertThat(registered.options().name()).isEqualTo("mailer");
        }
        publish(1, 25_000);
        Received received = new Received();
        try (JournalConsumer consumer = consumer().handler(received).start()) {
            assertThat(received.await(25_000).payloads()).isEqualTo(numbers(1, 25_000));
        }
    }

    @Test
    void lowerId_committedLater_isNotMissed() throws SQLException {
        Received received = new Received();
        try (JournalConsumer consumer = consumer().handler(received).start();
                Connection slow = database.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("SELECT pgchime.notify('orders', '1')");
            publish(2, 3);
            assertThat(received.await(2).payloads()).isEqualTo(numbers(2, 3));
            // All that was committed so far is behind the position.
            await().atMost(Received.DEADLINE)
                    .until(() -> database.queryOne("SELECT batch IS NULL FROM pgchime.consumer")
                            .equals("t"));
            slow.commit();
            assertThat(received.await(3).payloads()).containsExactly("2", "3", "1");
        }
    }

    @Test
    void failedEntry_followedBySuccesses_isTriedAgain_alsoAfterARestart() {
        AtomicBoolean mended = new AtomicBoolean();
        Received received = new Received();
        ConsumerBuilder builder = consumer()
                .retry(new Retry(1_000, Duration.ofMillis(20), Duration.ofMillis(40)))
                .handler(entry -> {
                    if (entry.payload().text().equals("1") && !mended.get()) {
                        throw new IllegalStateException("not yet");
                    }
                    received.handle(entry);
                });
        try (JournalConsumer consumer = builder.start()) {
            publish(1, 9);
            assertThat(received.await(8).payloads()).isEqualTo(numbers(2, 9));
        }
        mended.set(true);
        try (JournalConsumer consumer = builder.start()) {
            publish(10, 10);
            assertThat(received.await(10).payloads()).containsExactlyInAnyOrderElementsOf(numbers(1, 10));
        }
    }

    @Test
    void twoInstances_ofOneName_neverHandleTheSame() {
        List<String> handled = new CopyOnWriteArrayList<>();
        try (JournalConsumer first = consumer()
                        .parallelism(4)
                        .handler(entry -> handled.add(entry.payload().text()))
                        .start();
                JournalConsumer second = consumer()
                        .parallelism(4)
                        .handler(entry -> handled.add(entry.payload().text()))
                        .start()) {
            for (int i = 0; i < 20; i++) {
                publish(i * 100 + 1, i * 100 + 100);
            }
            await().atMost(Received.DEADLINE).until(() -> handled.size() >= 2_000);
            publish(2_001, 2_001);
            await().atMost(Received.DEADLINE).until(() -> handled.contains("2001"));
            assertThat(first.isLeading() ^ second.isLeading()).isTrue();
        }
        assertThat(handled).containsExactlyInAnyOrderElementsOf(numbers(1, 2_001));
    }

    @Test
    void lateAcknowledgement_ofAnInstanceThatIsReplaced_doesNotMoveThePosition() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Received received = new Received();
        Journal other = Journal.on(source);
        try (JournalConsumer replaced = consumer()
                .handler(entry -> {
                    began.countDown();
                    awaitWhateverComes(goesOn);
                })
                .start()) {
            publish(1, 1);
            began.await();
            database.execute("UPDATE pgchime.consumer SET epoch = epoch + 1, leader = NULL");
            try (JournalConsumer successor = other.consumer("mailer")
                    .channels("orders")
                    .handler(received)
                    .start()) {
                publish(2, 20);
                received.await(20);
                await().atMost(Received.DEADLINE)
                        .until(() -> database.queryOne("SELECT batch IS NULL FROM pgchime.consumer")
                                .equals("t"));
                String position = database.queryOne("SELECT tick FROM pgchime.consumer");
                goesOn.countDown();
                publish(21, 21);
                received.await(21);
                assertThat(Long.parseLong(database.queryOne("SELECT tick FROM pgchime.consumer")))
                        .isGreaterThanOrEqualTo(Long.parseLong(position));
            }
        }
        assertThat(received.payloads()).isEqualTo(numbers(1, 21));
    }

    /** As handlers do that take no notice of interrupts. */
    private static void awaitWhateverComes(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void lostConnections_whicheverTheyAre_areMadeAnew_andListenAgain() {
        Received received = new Received();
        try (JournalConsumer consumer = consumer().handler(received).start()) {
            for (int i = 0; i < 5; i++) {
                publish(i * 100 + 1, i * 100 + 100);
                database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
            List<String> all = new ArrayList<>(numbers(1, 500));
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() -> assertThat(received.payloads()).containsAll(all));
        }
        assertThat(LongStream.of(firstDeliveries(received))).isSorted();
    }

    private static long[] firstDeliveries(Received received) {
        return received.entries().stream().mapToLong(Entry::id).distinct().toArray();
    }
}
