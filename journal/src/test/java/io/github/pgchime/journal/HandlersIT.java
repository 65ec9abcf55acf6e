package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kinds of handlers, and what they are given. */
@OldestAndNewest
@SuppressWarnings("try") // a consumer runs as long as the block
final class HandlersIT {

    private static final Retry QUICK = new Retry(3, Duration.ofMillis(20), Duration.ofMillis(40));

    private final PostgresServer server;
    private TestDatabase database;
    private HikariDataSource source;
    private Journal journal;

    HandlersIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void install() {
        database = server.newDatabase();
        source = Pool.of(database);
        journal = Journal.builder(source).payloads(HandlersIT::read).build();
        journal.install(InstallOptions.defaults()
                .withRoles(database.name() + "_p", database.name() + "_c", database.name() + "_a"));
    }

    @AfterEach
    void drop() {
        journal.uninstall();
        source.close();
        database.close();
    }

    /** Takes numbers. */
    private static <T> T read(String json, Class<T> type) {
        return type.cast(Long.valueOf(json));
    }

    private void publish(int first, int last, int keys) {
        database.execute("SELECT pgchime.notify('orders', to_jsonb(g), (g % " + keys + ")::text) FROM generate_series("
                + first + ", " + last + ") AS g");
    }

    private ConsumerBuilder consumer() {
        return journal.consumer("mailer")
                .channels("orders")
                .from(Start.earliest())
                .retry(QUICK);
    }

    private static List<Long> numbers(List<Entry> entries) {
        return entries.stream().map(entry -> entry.payload(Long.class)).toList();
    }

    @Test
    void batches_holdWhatIsThere_inOrder() {
        publish(1, 1_000, 7);
        Received received = new Received();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        try (JournalConsumer consumer = consumer()
                .batchHandler(100, entries -> {
                    sizes.add(entries.size());
                    entries.forEach(received::handle);
                })
                .start()) {
            assertThat(numbers(received.await(1_000).entries())).isSorted().hasSize(1_000);
        }
        assertThat(sizes).allMatch(size -> size <= 100).hasSizeLessThan(100);
    }

    @Test
    void batchThatFails_isHandledOneByOne_andOnlyTheCulpritIsTriedAgain() {
        publish(1, 20, 4);
        Received alone = new Received();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        try (JournalConsumer consumer = consumer()
                .batchHandler(50, entries -> {
                    sizes.add(entries.size());
                    if (numbers(entries).contains(7L)) {
                        throw new IllegalStateException("no seven");
                    }
                    entries.forEach(alone::handle);
                })
                .start()) {
            alone.await(19);
            await().atMost(Received.DEADLINE)
                    .untilAsserted(() -> assertThat(journal.dead("mailer"))
                            .singleElement()
                            .satisfies(letter -> assertThat(letter.entry().payload(Long.class))
                                    .isEqualTo(7L)));
        }
        assertThat(sizes).contains(20, 1);
        assertThat(numbers(alone.entries())).doesNotHaveDuplicates().hasSize(19).doesNotContain(7L);
        assertThat(numbers(alone.entries()).stream().filter(number -> number % 4 == 3))
                .isSorted();
    }

    @Test
    void batchInATransaction_isAcknowledgedWithIt_orNoneOfIt() {
        database.execute("CREATE TABLE effect (number bigint UNIQUE CHECK (number <> 7))");
        publish(1, 300, 5);
        try (JournalConsumer consumer = consumer()
                .parallelism(2)
                .batchHandler(40, (entries, connection) -> {
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
                        for (Entry entry : entries) {
                            insert.setLong(1, entry.payload(Long.class));
                            insert.executeUpdate();
                        }
                    }
                })
                .start()) {
            await().atMost(Received.DEADLINE)
                    .until(() ->
                            database.queryOne("SELECT count(*) FROM effect").equals("299")
                                    && journal.dead("mailer").size() == 1);
        }
        assertThat(journal.dead("mailer").getFirst().error()).contains("violates check constraint");
        assertThat(database.query("SELECT * FROM pgchime.handled")).isEmpty();
    }

    @Test
    void payload_thatDoesNotFit_isDeadAtOnce() {
        Received received = new Received();
        try (JournalConsumer consumer = consumer()
                .handler(entry -> {
                    entry.payload(Long.class);
                    received.handle(entry);
                })
                .start()) {
            journal.publish("orders", Json.of("{}"));
            journal.publish("orders", Json.of("8"));
            received.await(1);
            await().atMost(Received.DEADLINE).until(() -> journal.dead("mailer").size() == 1);
        }
        assertThat(journal.dead("mailer").getFirst().error()).contains("is no java.lang.Long");
        Entry read = Journal.on(source).dead("mailer").getFirst().entry();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read.payload(Long.class))
                .withMessageContaining("payloads(…)");
    }

    @Test
    void allChannels_areThoseToCome_too() {
        Received received = new Received();
        journal.publish("before", Json.of("1"));
        try (JournalConsumer consumer = journal.consumer("mailer")
                .allChannels()
                .from(Start.earliest())
                .handler(received)
                .start()) {
            received.await(1);
            journal.publish("any", Json.of("2"));
            assertThat(received.await(2).payloads()).containsExactly("1", "2");
            assertThat(journal.status().consumers().getFirst().channels()).isEmpty();
        }
        journal.publish("later", Json.of("3"));
        assertThat(journal.status().consumers().getFirst().lag()).isEqualTo(1);
        assertThat(journal.wouldSeek("mailer", Start.earliest())).isEqualTo(3);
    }

    @Test
    void rate_isMeasured_whileItLeads() {
        publish(1, 500, 5);
        Received received = new Received();
        try (JournalConsumer consumer =
                consumer().check(Duration.ofSeconds(1)).handler(received).start()) {
            received.await(500);
            await().atMost(Received.DEADLINE)
                    .until(() -> journal.status().consumers().getFirst().rate() > 0);
            await().atMost(Received.DEADLINE)
                    .until(() -> journal.status().consumers().getFirst().rate() == 0);
        }
    }
}
