package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Stage.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions and their channels, on a session that holds. */
@Timeout(60)
final class NotifierTest {

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Heard heard = stage.heard;

    @Test
    void subscription_isToldOfTheConnection_thenOfWhatIsNotified_inOrder() {
        Events events = new Events();
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("orders", events);
            server.tell("orders", "1", "2");
            server.tell("other", "no");
            server.tell("Orders", "no");
            notifier.publish("orders", "3");
            events.awaitTold("CONNECTED", "orders=1", "orders=2", "orders=3");
        }
        assertThat(server.sessions()).isZero();
    }

    @Test
    void notification_saysWhoSentItAndWhenItCame() throws Exception {
        try (Notifier notifier = stage.builder().build();
                Subscription orders = notifier.subscription("orders").subscribe()) {
            server.tell("orders", "42");
            assertThat(orders.poll(Duration.ZERO)).contains(new Gap(Gap.Reason.CONNECTED, 0));
            assertThat(orders.iterator().next())
                    .isEqualTo(new Notification("orders", "42", Loopback.OUTSIDER, stage.time.instant()));
        }
    }

    @Test
    void subscribe_returnsOnceTheServerHasAcknowledged() throws Exception {
        Events events = new Events();
        try (Notifier notifier = stage.builder().build()) {
            server.hold("LISTEN orders");
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("orders", events));
            server.awaitHolding(1);
            server.tell("orders", "before the gap");
            eventually().until(() -> notifier.statistics().received() == 1);
            assertThat(subscribing).isNotDone();
            assertThat(events.told).isEmpty();
            server.release();
            subscribing.get(15, TimeUnit.SECONDS);
            server.tell("orders", "after it");
            events.awaitTold("CONNECTED", "orders=after it");
        }
    }

    @Test
    void subscribe_oneMore_interruptsNothing() {
        Events first = new Events();
        Events second = new Events();
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", first);
            server.tell("a", "1");
            first.awaitTold("CONNECTED", "a=1");
            notifier.subscription("b", "a").subscribe(second);
            server.tell("a", "2");
            server.tell("b", "3");
            first.awaitTold("CONNECTED", "a=1", "a=2");
            second.awaitTold("CONNECTED", "a=2", "b=3");
            assertThat(server.commands("LISTEN ")).containsExactly("LISTEN *", "LISTEN a", "LISTEN b");
            assertThat(server.sessions()).isEqualTo(1);
        }
    }

    @Test
    void close_ofTheLastOnAChannel_isUnlisten_ofTheFirstOfTwoIsNot() {
        try (Notifier notifier = stage.builder().build()) {
            Events events = new Events();
            Subscription first = notifier.subscription("a", "b").subscribe(new Events());
            Subscription second = notifier.subscribe("a", events);
            first.close();
            first.close();
            server.awaitCommands("UNLISTEN", 1);
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "a=1");
            second.close();
            server.awaitCommands("UNLISTEN", 2);
            assertThat(server.commands("UNLISTEN")).containsExactly("UNLISTEN b", "UNLISTEN a");
            assertThat(heard.lines("unsubscribed")).containsExactly("unsubscribed [a, b]", "unsubscribed [a]");
            assertThat(notifier.statistics().subscriptions()).isZero();
        }
    }

    @Test
    void closeAndSubscribeAgain_whileTheUnlistenIsUnderWay_listensAgain() throws Exception {
        Events events = new Events();
        try (Notifier notifier = stage.builder().build()) {
            server.hold("UNLISTEN");
            notifier.subscribe("a", new Events()).close();
            server.awaitHolding(1);
            CompletableFuture<Void> again = async(() -> notifier.subscribe("a", events));
            eventually().until(() -> notifier.statistics().subscriptions() == 1);
            server.release();
            again.get(15, TimeUnit.SECONDS);
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "a=1");
            assertThat(server.commands().subList(3, 6)).containsExactly("LISTEN a", "UNLISTEN a", "LISTEN a");
        }
    }

    @Test
    void closeAndSubscribeAgain_beforeTheUnlisten_staysListening() throws Exception {
        Events events = new Events();
        try (Notifier notifier = stage.builder().build()) {
            Subscription first = notifier.subscribe("a", new Events());
            server.hold("LISTEN busy");
            CompletableFuture<Void> busy = async(() -> notifier.subscribe("busy", new Events()));
            server.awaitHolding(1);
            first.close();
            CompletableFuture<Void> again = async(() -> notifier.subscribe("a", events));
            eventually().until(() -> notifier.statistics().subscriptions() == 2);
            server.release();
            again.get(15, TimeUnit.SECONDS);
            busy.get(15, TimeUnit.SECONDS);
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "a=1");
            assertThat(server.commands("LISTEN a")).hasSize(1);
            assertThat(server.commands("UNLISTEN")).isEmpty();
        }
    }

    @Test
    void closeAndSubscribe_byManyThreads_loseNothingOfAChannelHeldOpen() throws Exception {
        Events held = new Events();
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("held", held);
            List<CompletableFuture<Void>> churning = IntStream.range(0, 8)
                    .mapToObj(thread -> async(() -> {
                        for (int i = 0; i < 20; i++) {
                            Subscription churned =
                                    notifier.subscription("held", "c" + i % 3).subscribe();
                            server.tell("held", thread + "." + i);
                            churned.close();
                        }
                    }))
                    .toList();
            for (CompletableFuture<Void> each : churning) {
                each.get(30, TimeUnit.SECONDS);
            }
            eventually().until(() -> held.told.size() == 161);
            assertThat(notifier.statistics().subscriptions()).isEqualTo(1);
        }
    }

    @Test
    void refusedChannel_isItsSubscribersError_andNobodyElses() {
        Events events = new Events();
        server.refuse("bad", Loopback.error("ERROR", "42501", "not you"));
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("good", events);
            assertThatThrownBy(() -> notifier.subscription("fine", "bad").subscribe())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("not you");
            server.awaitCommands("UNLISTEN fine", 1);
            server.tell("good", "1");
            events.awaitTold("CONNECTED", "good=1");
            assertThat(notifier.statistics().subscriptions()).isEqualTo(1);
            assertThat(heard.lines("subscribed")).containsExactly("subscribed [good]");
            assertThat(heard.lines("unsubscribed")).isEmpty();
            server.accept("bad");
            notifier.subscription("bad").subscribe();
        }
    }

    @Test
    void refusedChannel_inABatch_isFoundOut() throws Exception {
        server.refuse("bad", Loopback.error("ERROR", "42501", "not you"));
        try (Notifier notifier = stage.builder().build()) {
            server.hold("LISTEN busy");
            CompletableFuture<Void> busy = async(() -> notifier.subscribe("busy", new Events()));
            server.awaitHolding(1);
            CompletableFuture<Void> bad = async(() -> notifier.subscribe("bad", new Events()));
            CompletableFuture<Void> good = async(() -> notifier.subscribe("good", new Events()));
            eventually().until(() -> notifier.statistics().subscriptions() == 3);
            server.release();
            good.get(15, TimeUnit.SECONDS);
            busy.get(15, TimeUnit.SECONDS);
            assertThatThrownBy(() -> bad.get(15, TimeUnit.SECONDS)).hasRootCauseMessage(message("not you", bad));
            assertThat(server.commands("LISTEN")).contains("LISTEN bad, good", "LISTEN bad", "LISTEN good");
            assertThat(notifier.isConnected()).isTrue();
        }
    }

    private static String message(String part, CompletableFuture<Void> failed) {
        String message = String.valueOf(failed.exceptionNow().getMessage());
        assertThat(message).contains(part);
        return message;
    }

    @Test
    void fatalError_inListen_endsTheSession_notTheSubscription() throws Exception {
        try (Notifier notifier = stage.builder().build()) {
            server.refuse("a", Loopback.error("FATAL", "57P01", "going down"));
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("a", new Events()));
            heard.awaitLines("disconnected", "disconnected after PT0S: FATAL: going down [57P01]");
            assertThat(subscribing).isNotDone();
            server.accept("a");
            stage.passUntil(Duration.ofSeconds(1), subscribing::isDone);
            subscribing.get();
        }
    }

    @Test
    void subscribe_notAcknowledgedInTime_isALostConnection_andLeavesNothing() throws Exception {
        try (Notifier notifier =
                stage.builder().answerTimeout(Duration.ofSeconds(5)).build()) {
            server.hold("LISTEN a");
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("a", new Events()));
            server.awaitHolding(1);
            stage.passUntil(Duration.ofSeconds(1), subscribing::isDone);
            assertThatThrownBy(subscribing::get)
                    .hasCauseInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("LISTEN on [a] was not acknowledged within answerTimeout (5 s)");
            server.release();
            server.awaitCommands("UNLISTEN a", 1);
            assertThat(notifier.statistics().subscriptions()).isZero();
            assertThat(heard.lines("subscribed")).isEmpty();
        }
    }

    @Test
    void subscribe_interrupted_isALostConnection_andTheInterruptStays() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        try (Notifier notifier = stage.builder().build()) {
            server.hold("LISTEN a");
            Thread subscribing = Thread.startVirtualThread(() -> {
                try {
                    notifier.subscribe("a", new Events());
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            server.awaitHolding(1);
            subscribing.interrupt();
            assertThat(subscribing.join(DEADLINE)).isTrue();
            assertThat(thrown.get())
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage("interrupted while subscribing to [a]");
            assertThat(interrupted.get()).isTrue();
            assertThat(notifier.statistics().subscriptions()).isZero();
        }
    }

    @Test
    void handler_maySubscribePublishAndCloseItself() {
        try (Notifier notifier = stage.builder().build()) {
            Events inner = new Events();
            AtomicReference<Subscription> outer = new AtomicReference<>();
            Events events = Events.then(event -> {
                if (event instanceof Notification) {
                    notifier.subscribe("inner", inner);
                    notifier.publish("inner", "from the handler");
                    outer.get().close();
                }
            });
            outer.set(notifier.subscribe("a", events));
            server.tell("a", "1");
            inner.awaitTold("CONNECTED", "inner=from the handler");
            server.awaitCommands("UNLISTEN a", 1);
            assertThat(events.told).containsExactly("CONNECTED", "a=1");
        }
    }

    @Test
    void connectionHooks_mustNotSubscribe() {
        AtomicReference<Notifier> notifier = new AtomicReference<>();
        heard.onLine = line -> {
            if (line.startsWith("disconnected")) {
                notifier.get().subscription("a").subscribe();
            }
        };
        try (Notifier built = stage.builder().build()) {
            notifier.set(built);
            server.cut();
            heard.awaitLines(
                    "error",
                    "error of a hook: a hook of the listener must not subscribe: its thread is the one that would have"
                            + " to listen");
            assertThat(heard.errors).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void statistics_countWhatHappened() {
        Events events = Events.then(event -> {
            if (event instanceof Notification n && n.payload().equals("bad")) {
                throw new IllegalStateException("bad");
            }
        });
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            Subscription waiting = notifier.subscription("a").buffer(2).subscribe();
            server.tell("a", "1", "bad", "3");
            eventually().until(() -> notifier.statistics().delivered() == 3);
            heard.awaitLines("error", "error a=bad: bad");
            assertThat(notifier.statistics())
                    .isEqualTo(new NotifierStatistics(3, 3, 1, 1, 0, 2, 2, Optional.of(stage.time.instant())));
            assertThat(waiting.buffered()).isEqualTo(2);
        }
    }

    @Test
    void isConnected_saysSo_untilItIsClosed() {
        Notifier notifier = stage.builder().build();
        assertThat(notifier.isConnected()).isTrue();
        notifier.close();
        assertThat(notifier.isConnected()).isFalse();
        assertThat(notifier.statistics().connectedSince()).isEmpty();
    }

    @Test
    void join_returnsWhenClosed() throws Exception {
        Notifier notifier = stage.builder().build();
        CompletableFuture<Void> joined = async(() -> {
            try {
                notifier.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(joined).isNotDone();
        notifier.close();
        joined.get(15, TimeUnit.SECONDS);
    }

    @Test
    void publish_ofWhatCannotBeSent_isRefusedBeforeAnythingIs() {
        try (Notifier notifier = stage.builder().build()) {
            assertThatThrownBy(() -> notifier.publish("", "x")).isInstanceOf(ConfigException.class);
            assertThatThrownBy(() -> notifier.publish("a", "x".repeat(8_000))).isInstanceOf(ConfigException.class);
            assertThat(server.commands("OPEN")).hasSize(1);
        }
    }

    @Test
    void publish_refusedByTheServer_isItsError() {
        server.refuse("a", Loopback.error("ERROR", "25006", "read only"));
        try (Notifier notifier = stage.builder().build()) {
            assertThatThrownBy(() -> notifier.publish("a", "x"))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("read only");
            notifier.publish("b", "x");
            assertThat(server.commands("OPEN")).hasSize(2);
        }
    }

    @Test
    void build_whenNoRetryMendsIt_throwsIt() {
        server.refuseOpening(Loopback.error("FATAL", "28P01", "password authentication failed"));
        assertThatThrownBy(() -> stage.builder().build())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("password authentication failed");
        heard.awaitLines("ended", "ended: FATAL: password authentication failed [28P01]");
        assertThat(server.commands()).containsExactly("OPEN");
        assertThat(server.sessions()).isZero();
    }

    @Test
    void build_whenTheFirstAttemptFails_returns_andTheNextConnects() {
        server.refuseOpening(new ConnectionLostException("nobody there"));
        Events events = new Events();
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isFalse();
            assertThatThrownBy(() -> notifier.publish("a", "x"))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage("nothing was published, for there is no connection: nobody there");
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("a", events));
            stage.time.awaitWaiters(2);
            stage.passUntil(Duration.ofMillis(500), subscribing::isDone);
            events.awaitTold("CONNECTED");
            assertThat(heard.lines).startsWith("retry 1 in PT1S: nobody there", "connected 101", "subscribed [a]");
        }
    }

    @Test
    void build_interrupted_isALostConnection_andLeavesNothing() throws Exception {
        server.hold("OPEN");
        CompletableFuture<Void> building = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                stage.builder().build().close();
                building.complete(null);
            } catch (RuntimeException e) {
                building.completeExceptionally(e);
            }
        });
        server.awaitHolding(1);
        thread.interrupt();
        assertThatThrownBy(() -> building.get(15, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("interrupted while the notifier was starting");
        eventually().until(() -> server.sessions() == 0 || heldOnly());
    }

    /** The opening itself was interrupted, which is the end of it. */
    private boolean heldOnly() {
        return server.commands().equals(List.of("OPEN"));
    }
}
