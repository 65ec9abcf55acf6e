package io.github.pgchime.notify;

import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PgBouncer;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a notifier makes of PgBouncer in between. */
@OldestAndNewest
final class PoolerIT {

    /** pgjdbc sends it when it connects. */
    private static final String FOR_PGJDBC = "ignore_startup_parameters = extra_float_digits";

    private final PostgresServer server;
    private TestDatabase database;
    private Aftermath aftermath;

    PoolerIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
    }

    @AfterEach
    void drop() {
        aftermath.awaitNothing();
        database.close();
    }

    /**
     * What follows LISTEN may be done by the process that did LISTEN, as in a pool that nobody else uses, or by another, as
     * in one that is taken in turn. It takes patience to tell: all four at once.
     */
    @Test
    void transactionPooling_isNamed() throws Exception {
        try (PgBouncer idle = transactionPooling();
                PgBouncer idleToo = transactionPooling();
                PgBouncer busy = transactionPooling("server_round_robin = 1")) {
            occupy(busy, 3);
            CompletableFuture.allOf(
                            namesPooler(Driver.NATIVE, idle),
                            namesPooler(Driver.PGJDBC, idleToo),
                            namesPooler(Driver.NATIVE, busy),
                            namesPooler(Driver.PGJDBC, busy))
                    .join();
        }
    }

    private PgBouncer transactionPooling(String... settings) {
        return PgBouncer.before(
                server,
                PgBouncer.Pooling.TRANSACTION,
                Stream.concat(Stream.of(FOR_PGJDBC), Arrays.stream(settings)).toArray(String[]::new));
    }

    /** Has so many transactions open at once, after which so many server connections idle in the pool. */
    private void occupy(PgBouncer bouncer, int transactions) throws SQLException {
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            Connection client = Driver.connect(bouncer.url(database.name()));
            clients.add(client);
            client.setAutoCommit(false);
            try (Statement statement = client.createStatement()) {
                statement.execute("SELECT 1");
            }
        }
        for (Connection client : clients) {
            client.commit();
            client.close();
        }
    }

    private CompletableFuture<Void> namesPooler(Driver driver, PgBouncer bouncer) {
        return CompletableFuture.runAsync(() -> assertNamesPooler(driver, bouncer), Thread::startVirtualThread);
    }

    private void assertNamesPooler(Driver driver, PgBouncer bouncer) {
        assertThatThrownBy(() -> Notifier.builder(driver.to(bouncer.url(database.name())))
                        .answerTimeout(Duration.ofSeconds(6))
                        .build())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pooler")
                .hasMessageContaining("PgBouncer")
                .hasMessageContaining("pool_mode=transaction");
    }

    @Test
    void sessionPooling_works() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(server, PgBouncer.Pooling.SESSION, FOR_PGJDBC)) {
            for (Driver driver : Driver.values()) {
                try (Notifier notifier = Notifier.builder(driver.to(bouncer.url(database.name())))
                                .build();
                        Subscription orders = notifier.subscription("Orders").subscribe()) {
                    assertThat(gap(orders)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
                    notifier.publish("Orders", "by the notifier");
                    assertThat(notification(orders).payload()).isEqualTo("by the notifier");
                    database.execute("NOTIFY \"Orders\", 'by another'");
                    assertThat(notification(orders).payload()).isEqualTo("by another");
                }
            }
        }
    }

    @Test
    void publisher_throughTransactionPooling_works() throws Exception {
        try (PgBouncer bouncer = transactionPooling();
                Notifier notifier = Notifier.builder(database.url()).build();
                Subscription orders = notifier.subscription("Orders").subscribe()) {
            gap(orders);
            for (Driver driver : Driver.values()) {
                NotifySessions sessions = driver.to(bouncer.url(database.name()));
                try (NotifyPublisher publisher = NotifyPublisher.to(sessions, Duration.ofSeconds(10))) {
                    publisher.publish("Orders", "by " + driver);
                    publisher.publish("Orders", "ß€🔔'\\");
                    assertThat(Taking.payloads(orders, 2)).containsExactly("by " + driver, "ß€🔔'\\");
                }
            }
        }
    }
}
