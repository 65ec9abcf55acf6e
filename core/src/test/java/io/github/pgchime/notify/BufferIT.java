package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for a handler, and for how many. */
@EverySession
final class BufferIT {

    private static final String CHANNEL = "Orders";

    private final PostgresServer server;
    private final Driver driver;
    private TestDatabase database;
    private Aftermath aftermath;
    private Notifier notifier;

    BufferIT(PostgresServer server, Driver driver) {
        this.server = server;
        this.driver = driver;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
        notifier = Notifier.builder(driver.to(database.url())).build();
    }

    @AfterEach
    void drop() {
        notifier.close();
        aftermath.awaitNothing();
        database.close();
    }

    @Test
    void overflow_whileTheHandlerIsHeld_isAGapInItsPlace() throws Exception {
        List<NotifyEvent> told = new ArrayList<>();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(1);
        try (Sender sender = new Sender(database);
                Subscription orders = notifier.subscription(CHANNEL).buffer(100).subscribe(event -> {
                    held.countDown();
                    hold.await();
                    told.add(event);
                    if (event instanceof Notification last && Ledger.number(last) == 1_001) {
                        all.countDown();
                    }
                })) {
            assertThat(held.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            sender.send(CHANNEL, 1, 1_000, 10);
            eventually().until(() -> notifier.statistics().received() == 1_000);
            assertThat(orders.buffered()).isEqualTo(100);
            hold.countDown();
            eventually().until(() -> orders.buffered() == 0);
            sender.send(CHANNEL, 1_001, 1_001, 1);
            assertThat(all.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(told.subList(0, 2))
                    .containsExactly(new Gap(Gap.Reason.CONNECTED), new Gap(Gap.Reason.OVERFLOW, 900));
            assertThat(told.subList(2, told.size()))
                    .extracting(event -> Ledger.number((Notification) event))
                    .isEqualTo(IntStream.rangeClosed(901, 1_001).boxed().toList());
            assertThat(notifier.statistics().dropped()).isEqualTo(900);
            assertThat(notifier.statistics().delivered()).isEqualTo(101);
        }
    }

    @Test
    void parallelism_handlesSoManyAtOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        Set<Integer> handled = ConcurrentHashMap.newKeySet();
        try (Sender sender = new Sender(database);
                Subscription orders = notifier.subscription(CHANNEL)
                        .parallelism(4)
                        .subscribe(event -> {
                            if (event instanceof Notification notification) {
                                together.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                                handled.add(Ledger.number(notification));
                            }
                        })) {
            sender.send(CHANNEL, 1, 40, 1);
            eventually().until(() -> handled.size() == 40);
            assertThat(together.isBroken()).isFalse();
            assertThat(orders.buffered()).isZero();
        }
    }

    @Test
    void slowHandler_delaysNobodyElse() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        try (Subscription slow = notifier.subscribe(CHANNEL, event -> hold.await());
                Subscription quick = notifier.subscription(CHANNEL).subscribe()) {
            gap(quick);
            notifier.publish(CHANNEL, "1");
            assertThat(notification(quick).payload()).isEqualTo("1");
            eventually().until(() -> slow.buffered() == 1);
            hold.countDown();
        }
    }

    @Test
    void shutdown_handsOverWhatIsBuffered() throws Exception {
        Ledger ledger = new Ledger(() -> 0);
        CountDownLatch hold = new CountDownLatch(1);
        try (Sender sender = new Sender(database)) {
            notifier.subscribe(CHANNEL, event -> {
                hold.await();
                ledger.handle(event);
            });
            sender.send(CHANNEL, 1, 500, 10);
            eventually().until(() -> notifier.statistics().received() == 500);
        }
        CompletableFuture<Boolean> ending =
                CompletableFuture.supplyAsync(() -> notifier.shutdown(DEADLINE), Thread::startVirtualThread);
        aftermath.awaitNoSession();
        hold.countDown();
        assertThat(ending.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        ledger.assertComplete(500);
    }
}
