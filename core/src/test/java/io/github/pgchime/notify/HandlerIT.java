package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Taking.gap;
import static io.github.pgchime.notify.Taking.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What handlers may do, and what becomes of them; after each no thread and no session is left. */
@EverySession
final class HandlerIT {

    private static final String CHANNEL = "orders";

    private final PostgresServer server;
    private final Driver driver;
    private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private final BlockingQueue<NotifierListener.Failed> failures = new LinkedBlockingQueue<>();
    private TestDatabase database;
    private Aftermath aftermath;
    private Notifier notifier;

    HandlerIT(PostgresServer server, Driver driver) {
        this.server = server;
        this.driver = driver;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        aftermath = new Aftermath(database);
        notifier = Notifier.builder(driver.to(database.url()))
                .listener(new NotifierListener() {
                    @Override
                    public void onError(Failed event) {
                        failures.add(event);
                    }
                })
                .build();
    }

    @AfterEach
    void drop() {
        notifier.close();
        aftermath.awaitNothing();
        database.close();
    }

    @Test
    void throwing_isReported_andTheNextFollows() throws Exception {
        notifier.subscribe(CHANNEL, event -> {
            if (text(event).equals("1")) {
                throw new Exception("thrown by the handler");
            }
            if (text(event).equals("2")) {
                throw new AssertionError("thrown by the handler, too");
            }
            handled.add(text(event));
        });
        send("1", "2", "3");
        assertHandled("CONNECTED", "3");
        assertThat(failure()).hasMessage("thrown by the handler");
        assertThat(failure()).isInstanceOf(AssertionError.class);
        assertThat(notifier.statistics().errors()).isEqualTo(2);
    }

    @Test
    void hanging_isInterrupted_andAGapFollows() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        notifier.subscription(CHANNEL).handlerTimeout(Duration.ofMillis(100)).subscribe(event -> {
            handled.add(text(event));
            if (text(event).equals("1")) {
                never.await();
            }
        });
        send("1", "2");
        assertHandled("CONNECTED", "1", "HANDLER_TIMEOUT", "2");
        assertThat(failure()).isInstanceOf(TimeoutException.class).hasMessageContaining("100 ms");
    }

    @Test
    void hanging_delaysNobodyElse() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        notifier.subscription(CHANNEL).handlerTimeoutOff().subscribe(event -> held.await());
        notifier.subscribe(CHANNEL, event -> handled.add(text(event)));
        send("1", "2");
        assertHandled("CONNECTED", "1", "2");
        held.countDown();
    }

    @Test
    void closingItsSubscription_getsNothingMore() throws Exception {
        CompletableFuture<Subscription> own = new CompletableFuture<>();
        own.complete(notifier.subscribe(CHANNEL, event -> {
            handled.add(text(event));
            if (text(event).equals("1")) {
                own.get().close();
            }
        }));
        try (Subscription other = notifier.subscription(CHANNEL).subscribe()) {
            gap(other);
            send("1", "2", "3");
            assertThat(Taking.payloads(other, 3)).containsExactly("1", "2", "3");
        }
        assertHandled("CONNECTED", "1");
        eventually().until(() -> notifier.statistics().subscriptions() == 0);
        assertThat(handled).isEmpty();
    }

    @Test
    void closingTheNotifier_ends() throws Exception {
        notifier.subscribe(CHANNEL, event -> {
            handled.add(text(event));
            if (text(event).equals("1")) {
                notifier.close();
                handled.add("closed");
            }
        });
        send("1");
        assertHandled("CONNECTED", "1", "closed");
        notifier.join();
        assertThat(failures).isEmpty();
    }

    @Test
    void closingTheNotifier_fromTwoHandlersAtOnce_ends() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        NotifyHandler closing = event -> {
            if (event instanceof Notification) {
                both.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                notifier.shutdown(Duration.ofSeconds(1));
                handled.add("closed");
            }
        };
        notifier.subscribe(CHANNEL, closing);
        notifier.subscribe(CHANNEL, closing);
        send("1");
        assertHandled("closed", "closed");
        notifier.join();
    }

    @Test
    void subscribingAnew_isServed() throws Exception {
        notifier.subscribe(CHANNEL, event -> {
            if (event instanceof Notification) {
                notifier.subscribe("anew", inner -> handled.add("anew " + text(inner)));
                notifier.publish("anew", "1");
                handled.add("subscribed");
            }
        });
        send("1");
        List<String> three = List.of(next(), next(), next());
        assertThat(three).containsExactlyInAnyOrder("subscribed", "anew CONNECTED", "anew 1");
        assertThat(three).containsSubsequence("anew CONNECTED", "anew 1");
    }

    @Test
    void subscribingToItsOwnChannel_isServed() throws Exception {
        notifier.subscribe(CHANNEL, event -> {
            if (text(event).equals("1")) {
                notifier.subscribe(CHANNEL, inner -> handled.add("inner " + text(inner)));
                notifier.publish(CHANNEL, "2");
            }
        });
        send("1");
        assertHandled("inner CONNECTED", "inner 2");
    }

    @Test
    void publishingToItsOwnChannel_isTold() throws Exception {
        notifier.subscribe(CHANNEL, event -> {
            handled.add(text(event));
            if (event instanceof Notification notification && Integer.parseInt(notification.payload()) < 5) {
                notifier.publish(CHANNEL, Integer.toString(Integer.parseInt(notification.payload()) + 1));
            }
        });
        send("1");
        assertHandled("CONNECTED", "1", "2", "3", "4", "5");
    }

    @Test
    void replacingItsSubscription_overAndOver_losesNothing() throws Exception {
        CountDownLatch enough = new CountDownLatch(20);
        subscribeOnce(enough);
        try (Subscription witness = notifier.subscription(CHANNEL).subscribe()) {
            gap(witness);
            send("go");
            for (int i = 0; i < 20; i++) {
                assertThat(notification(witness).payload()).isEqualTo("go");
            }
        }
        assertThat(enough.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Upon a notification, another takes its place and is notified in turn. */
    private void subscribeOnce(CountDownLatch enough) {
        CompletableFuture<Subscription> own = new CompletableFuture<>();
        own.complete(notifier.subscribe(CHANNEL, event -> {
            if (event instanceof Notification) {
                own.get().close();
                enough.countDown();
                if (enough.getCount() > 0) {
                    subscribeOnce(enough);
                    notifier.publish(CHANNEL, "go");
                }
            }
        }));
    }

    /** Not by the notifier: it may be closed by a handler before it has its own answer. */
    private void send(String... payloads) {
        database.execute(Arrays.stream(payloads)
                .map(payload -> "NOTIFY orders, '" + payload + "'")
                .toArray(String[]::new));
    }

    private static String text(NotifyEvent event) {
        return switch (event) {
            case Notification notification -> notification.payload();
            case Gap gap -> gap.reason().name();
        };
    }

    private void assertHandled(String... texts) throws InterruptedException {
        for (String text : texts) {
            assertThat(next()).isEqualTo(text);
        }
    }

    private String next() throws InterruptedException {
        String next = handled.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("the next to be handled").isNotNull();
        return next;
    }

    private Throwable failure() throws InterruptedException {
        NotifierListener.Failed next = failures.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("the next failure").isNotNull();
        return next.error();
    }
}
