package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static io.github.pgchime.notify.Taking.payloads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything comes that is committed, once and in the order of the commits. */
@EverySession(onEveryMajor = true)
final class ContractIT {

    private static final String CHANNEL = "Orders";

    private final PostgresServer server;
    private final Driver driver;
    private TestDatabase database;
    private Aftermath aftermath;
    private Notifier notifier;

    ContractIT(PostgresServer server, Driver driver) {
        this.server = server;
        this.driver = driver;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
        notifier = notifier(sessions());
    }

    @AfterEach
    void drop() {
        notifier.close();
        aftermath.awaitNothing();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void order_isThatOfCommits(int perTransaction) throws Exception {
        assertOrder(notifier, 100_000, perTransaction);
    }

    @ParameterizedTest
    @EnumSource
    void order_overTamperedSession_isFoundWanting(TamperedSession.Tampering tampering) {
        try (Notifier lossy = notifier(TamperedSession.of(sessions(), CHANNEL, tampering))) {
            assertThatThrownBy(() -> assertOrder(lossy, 9_999, 100))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(
                            switch (tampering) {
                                case DROP -> "without a gap, 1001 came after 999";
                                case EXCHANGE_WITH_NEXT -> "1000 came after 1001";
                            });
        }
    }

    private void assertOrder(Notifier listening, int count, int perTransaction) throws Exception {
        Ledger ledger = new Ledger(() -> 0);
        Set<String> transactions = ConcurrentHashMap.newKeySet();
        try (Sender sender = new Sender(database);
                Subscription orders = listening
                        .subscription(CHANNEL)
                        .buffer(count)
                        .subscribe(event -> {
                            if (event instanceof Notification notification) {
                                transactions.add(notification.payload().split(" ", 2)[1]);
                            }
                            ledger.handle(event); // last: it is what the test waits for
                        })) {
            sender.send(CHANNEL, 1, count, perTransaction);
            assertThat(ledger.awaitNumber(count, DEADLINE)).as("%s", ledger).isTrue();
            ledger.assertComplete(count);
            assertThat(transactions).hasSize(Math.ceilDiv(count, perTransaction));
            assertThat(orders.buffered()).isZero();
        }
    }

    @Test
    void order_ofConcurrentSenders_isTheSameForAll() throws Exception {
        int each = 500;
        List<String> senders = List.of("a", "b", "c", "d");
        try (Subscription one = notifier.subscription(senders).buffer(10_000).subscribe();
                Subscription other =
                        notifier.subscription(senders).buffer(10_000).subscribe()) {
            List<CompletableFuture<Void>> sending =
                    senders.stream().map(channel -> sending(channel, each)).toList();
            Gap connected = gap(one);
            assertThat(gap(other)).isEqualTo(connected);
            Map<String, Ledger> ledgers = new LinkedHashMap<>();
            for (String channel : senders) {
                Ledger ledger = new Ledger(() -> 0);
                ledger.handle(connected);
                ledgers.put(channel, ledger);
            }
            for (int i = 0; i < each * senders.size(); i++) {
                Notification next = notification(one);
                assertThat(notification(other).payload()).isEqualTo(next.payload());
                Objects.requireNonNull(ledgers.get(next.channel())).handle(next);
            }
            assertThat(ledgers.values()).allSatisfy(ledger -> ledger.assertComplete(each));
            for (CompletableFuture<Void> sent : sending) {
                sent.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private CompletableFuture<Void> sending(String channel, int count) {
        return background(() -> {
            try (Sender sender = new Sender(database)) {
                sender.send(channel, 1, count, 1);
            }
        });
    }

    @Test
    void severalChannels_inOneSubscription_comeInOneOrder() throws Exception {
        List<String> channels = List.of("a", "b", "c");
        Ledger ledger = new Ledger(() -> 0);
        try (Sender sender = new Sender(database);
                Subscription all = notifier.subscription(channels).subscribe(ledger)) {
            assertThat(all.channels()).containsExactly("a", "b", "c");
            sender.send(channels, 1, 1_000, 7);
            assertThat(ledger.awaitNumber(1_000, DEADLINE)).as("%s", ledger).isTrue();
            ledger.assertComplete(1_000);
        }
    }

    @Test
    void churn_from50Threads_losesNothingForAChannelHeldOpen() throws Exception {
        int count = 10_000;
        Ledger ledger = new Ledger(() -> 0);
        CountDownLatch flows = new CountDownLatch(1);
        try (Subscription held = notifier.subscription(CHANNEL).buffer(count).subscribe(ledger)) {
            List<CompletableFuture<Void>> churning = IntStream.range(0, 50)
                    .mapToObj(thread -> background(() -> {
                        flows.await();
                        while (!ledger.awaitNumber(count, Duration.ZERO)) {
                            churn(thread);
                        }
                        churn(thread);
                    }))
                    .toList();
            try (Sender sender = new Sender(database)) {
                for (int first = 1; first <= count; first += 50) {
                    sender.send(CHANNEL, first, first + 49, 1);
                    flows.countDown();
                }
            }
            assertThat(ledger.awaitNumber(count, DEADLINE)).as("%s", ledger).isTrue();
            for (CompletableFuture<Void> churned : churning) {
                churned.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
            ledger.assertComplete(count);
            assertThat(held.buffered()).isZero();
            assertThat(notifier.statistics().subscriptions()).isEqualTo(1);
            assertThat(notifier.statistics().reconnects()).isZero();
        }
    }

    /** By turns the channel that is held open, one that several share, and one of the thread's own. */
    private void churn(int thread) throws InterruptedException {
        for (String channel : List.of(CHANNEL, "shared " + thread % 5, "own " + thread)) {
            try (Subscription brief =
                    notifier.subscription(channel).buffer(10_000).subscribe()) {
                assertThat(gap(brief)).isEqualTo(new Gap(Gap.Reason.CONNECTED));
            }
        }
    }

    @Test
    void senderPid_isTheSendersProcess() throws Exception {
        try (Sender sender = new Sender(database);
                Subscription orders = notifier.subscription(CHANNEL).subscribe()) {
            gap(orders);
            sender.send(CHANNEL, 1, 1, 1);
            assertThat(notification(orders).senderPid()).isEqualTo(sender.pid());
            notifier.publish(CHANNEL, "");
            assertThat(notification(orders).senderPid()).isNotEqualTo(sender.pid());
        }
    }

    @Test
    void rolledBack_isNotTold() throws Exception {
        try (Subscription orders = notifier.subscription(CHANNEL).subscribe()) {
            gap(orders);
            database.execute(
                    "BEGIN; NOTIFY \"Orders\", 'never'; ROLLBACK",
                    "BEGIN; NOTIFY \"Orders\", 'yes'; SAVEPOINT s; NOTIFY \"Orders\", 'no'; ROLLBACK TO s; COMMIT",
                    "NOTIFY \"Orders\", 'last'");
            assertThat(payloads(orders, 2)).containsExactly("yes", "last");
        }
    }

    private NotifySessions sessions() {
        return driver.to(database.url());
    }

    private static Notifier notifier(NotifySessions sessions) {
        return Notifier.builder(sessions).build();
    }

    private interface Task {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> background(Task task) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        task.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }
}
