package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Stage.async;
import static io.github.pgchime.notify.Stage.onNewThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a notifier ends, whoever ends it. */
@Timeout(60)
final class ShutdownTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Heard heard = stage.heard;
    private final AtomicReference<Notifier> self = new AtomicReference<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void everything_isClosed() {
        release.countDown();
        assertThat(self.get().isConnected()).isFalse();
        assertThat(server.sessions()).isZero();
    }

    @Test
    void buffered_isHandledFirst_butNothingNewComesIn() throws Exception {
        Notifier notifier = start();
        Events events = Events.then(event -> release.await());
        notifier.subscribe("a", events);
        server.tell("a", "1", "2");
        eventually().until(() -> notifier.statistics().buffered() == 2);
        CompletableFuture<Boolean> closing = closing(LONG);
        eventually().until(() -> server.sessions() == 0);
        assertThat(closing).isNotDone();
        release.countDown();
        assertThat(closing.get(15, TimeUnit.SECONDS)).isTrue();
        assertThat(events.told).containsExactly("CONNECTED", "a=1", "a=2");
        assertThat(notifier.statistics().delivered()).isEqualTo(2);
    }

    @Test
    void handler_thatTakesLonger_isInterrupted_andWhatWaitsIsDropped() throws Exception {
        Notifier notifier = start();
        Events events = Events.then(event -> release.await());
        notifier.subscribe("a", events);
        server.tell("a", "1");
        events.awaitTold("CONNECTED");
        assertThat(notifier.shutdown(SHORT)).isFalse();
        heard.awaitLines("error", "error CONNECTED: null");
        assertThat(heard.errors).singleElement().isInstanceOf(InterruptedException.class);
        assertThat(events.told).containsExactly("CONNECTED");
    }

    @Test
    void handler_ofAClosedSubscription_isWaitedForAndInterruptedToo() {
        Notifier notifier = start();
        Events events = Events.then(event -> release.await());
        Subscription subscription = notifier.subscribe("a", events);
        notifier.subscribe("b", new Events()).close();
        events.awaitTold("CONNECTED");
        subscription.close();
        notifier.subscribe("b", new Events()).close();
        assertThat(notifier.shutdown(SHORT)).isFalse();
        assertThat(subscription.isBusy()).isFalse();
        heard.awaitLines("error", "error CONNECTED: null");
    }

    @Test
    void handler_thatIgnoresTheInterrupt_isLeftAlone() {
        Notifier notifier = start();
        Events events = Events.then(event -> {
            boolean done = false;
            while (!done) {
                try {
                    release.await();
                    done = true;
                } catch (InterruptedException ignored) {
                    // That is what is tested.
                }
            }
        });
        notifier.subscribe("a", events);
        server.tell("a", "1");
        events.awaitTold("CONNECTED");
        assertThat(notifier.shutdown(Duration.ZERO)).isFalse();
        release.countDown();
        eventually().until(() -> notifier.statistics().buffered() == 0);
        assertThat(events.told).containsExactly("CONNECTED");
    }

    @Test
    void shutdown_again_saysWhatTheFirstDid() {
        Notifier notifier = start();
        notifier.subscribe("a", new Events());
        assertThat(notifier.shutdown(LONG)).isTrue();
        assertThat(notifier.shutdown(LONG)).isTrue();
        notifier.close();
        assertThatThrownBy(() -> notifier.subscription("b").subscribe())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the notifier is closed");
        assertThatThrownBy(() -> notifier.publish("b", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the publisher is closed");
    }

    @Test
    void shutdown_bySecond_takesNothingFromTheHandlersThatTheFirstWaitsFor() throws Exception {
        Notifier notifier = start();
        notifier.subscribe("a", event -> {
            release.await();
            notifier.publish("b", "while draining");
        });
        CompletableFuture<Boolean> first = closing(LONG);
        eventually().until(() -> server.sessions() == 0);
        assertThat(notifier.shutdown(Duration.ZERO)).isFalse();
        CompletableFuture<Void> joined = Stage.async(() -> join(notifier));
        release.countDown();
        assertThat(first.get(15, TimeUnit.SECONDS)).isTrue();
        joined.get(15, TimeUnit.SECONDS);
        assertThat(server.commands("NOTIFY b")).containsExactly("NOTIFY b while draining");
        assertThat(heard.errors).isEmpty();
    }

    private static void join(Notifier notifier) {
        try {
            notifier.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shutdown_bySecond_waitsForTheFirst_asLongAsItWants() throws Exception {
        Notifier notifier = start();
        Events events = Events.then(event -> release.await());
        notifier.subscribe("a", events);
        events.awaitTold("CONNECTED");
        CompletableFuture<Boolean> first = closing(LONG);
        eventually().until(() -> server.sessions() == 0);
        assertThat(notifier.shutdown(Duration.ZERO)).isFalse();
        CompletableFuture<Boolean> second = closing(LONG);
        assertThat(first).isNotDone();
        release.countDown();
        assertThat(first.get(15, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdown_bySecondThatIsInterrupted_doesNotWait() throws Exception {
        Notifier notifier = start();
        Events events = Events.then(event -> release.await());
        notifier.subscribe("a", events);
        events.awaitTold("CONNECTED");
        CompletableFuture<Boolean> first = closing(LONG);
        eventually().until(() -> server.sessions() == 0);
        Thread.currentThread().interrupt();
        assertThat(notifier.shutdown(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        assertThat(first.get(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shutdown_interrupted_waitsForNobody_butClosesAll() {
        Notifier notifier = start();
        Events events = Events.then(event -> release.await());
        notifier.subscribe("a", events);
        events.awaitTold("CONNECTED");
        Thread.currentThread().interrupt();
        assertThat(notifier.shutdown(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        heard.awaitLines("error", "error CONNECTED: null");
    }

    @Test
    void handler_mayCloseTheNotifier() throws Exception {
        Notifier notifier = start();
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        Events other = new Events();
        notifier.subscribe("b", other);
        Events events = Events.then(event -> {
            if (event instanceof Notification) {
                drained.complete(notifier.shutdown(LONG));
            }
        });
        notifier.subscribe("a", events);
        server.tell("b", "1");
        server.tell("a", "1", "dropped");
        assertThat(drained.get(15, TimeUnit.SECONDS)).isTrue();
        assertThat(notifier.shutdown(LONG)).isTrue();
        other.awaitTold("CONNECTED", "b=1");
        eventually().until(() -> notifier.statistics().buffered() == 0);
        assertThat(events.told).containsExactly("CONNECTED", "a=1");
    }

    @Test
    void twoHandlers_mayCloseTheNotifierAtOnce() {
        Notifier notifier = start();
        CyclicBarrier together = new CyclicBarrier(2);
        NotifyHandler closing = event -> {
            together.await(15, TimeUnit.SECONDS);
            notifier.close();
        };
        notifier.subscribe("a", Events.then(closing));
        notifier.subscribe("a", Events.then(closing));
        assertThat(joined(notifier)).succeedsWithin(DEADLINE);
        assertThat(notifier.shutdown(LONG)).isTrue();
        assertThat(heard.errors).isEmpty();
    }

    @Test
    void handler_mayCloseItsSubscription_andThenTheNotifier_whileAnotherDoes() throws Exception {
        Notifier notifier = start();
        AtomicReference<Subscription> own = new AtomicReference<>();
        Events events = Events.then(event -> {
            if (event instanceof Notification) {
                release.await();
                own.get().close();
                notifier.close();
            }
        });
        own.set(notifier.subscribe("a", events));
        server.tell("a", "1");
        events.awaitTold("CONNECTED", "a=1");
        CompletableFuture<Boolean> closing = closing(LONG);
        eventually().until(() -> server.sessions() == 0);
        release.countDown();
        assertThat(closing.get(8, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.errors).isEmpty();
    }

    @Test
    void hookOfTheConnection_mayCloseTheNotifier_andNothingIsLeft() {
        heard.onLine = line -> {
            if (line.startsWith("reconnected")) {
                self.get().close();
            }
        };
        Notifier notifier = start(stage.builder().livenessOff());
        Events events = new Events();
        notifier.subscribe("a", events);
        server.cut();
        CompletableFuture<Void> joined = joined(notifier);
        stage.passUntil(Duration.ofMillis(500), joined::isDone);
        eventually().until(() -> stage.time.waiting() == 0);
        assertThat(events.told).containsExactly("CONNECTED");
    }

    @Test
    void hookOfSubscribing_thatClosesTheNotifier_letsNoHandlerBegin() {
        heard.onLine = line -> {
            if (line.startsWith("subscribed")) {
                self.get().close();
            }
        };
        Notifier notifier = start();
        Events events = new Events();
        Subscription subscription = notifier.subscribe("a", events);
        eventually().until(() -> !subscription.isBusy());
        assertThat(events.told).isEmpty();
    }

    @Test
    void subscribe_thatWaits_isReleased() {
        Notifier notifier = start();
        server.hold("LISTEN a");
        CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("a", new Events()));
        server.awaitHolding(1);
        notifier.close();
        assertThatThrownBy(() -> subscribing.get(15, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the notifier was closed");
    }

    @Test
    void shutdown_duringAnOutage_isAtOnce() {
        Notifier notifier = start();
        Events events = new Events();
        notifier.subscribe("a", events);
        server.cut();
        heard.awaitLines("retry", "retry 1 in PT1S: cut");
        assertThat(notifier.shutdown(LONG)).isTrue();
        assertThat(heard.lines("ended")).isEmpty();
        assertThat(events.told).containsExactly("CONNECTED");
    }

    @Test
    void shutdown_whileItConnects_isAtOnce() {
        Notifier notifier = start();
        server.hold("OPEN").cut();
        stage.passUntil(Duration.ofSeconds(1), () -> server.commands("OPEN").size() == 2);
        assertThat(notifier.shutdown(LONG)).isTrue();
        eventually().until(() -> stage.time.waiting() == 0);
    }

    @Test
    void sessionThatIsOpenedAfterTheEnd_isEndedToo() {
        Notifier notifier = start();
        CompletableFuture<Void> joined = joined(notifier);
        server.duringCommand(() -> {
            if (server.commands().getLast().equals("OPEN")) {
                notifier.close();
            }
        });
        server.cut();
        stage.passUntil(Duration.ofSeconds(1), joined::isDone);
        eventually().until(() -> server.sessions() == 0);
    }

    @Test
    void iterator_mayTakeTheRestAfterwards() {
        Notifier notifier = start();
        Subscription subscription = notifier.subscription("a").subscribe();
        server.tell("a", "1", "2");
        eventually().until(() -> subscription.buffered() == 2);
        assertThat(notifier.shutdown(LONG)).isTrue();
        Iterator<NotifyEvent> rest = subscription.iterator();
        assertThat(Events.text(rest.next())).isEqualTo("CONNECTED");
        assertThat(Events.text(rest.next())).isEqualTo("a=1");
        assertThat(Events.text(rest.next())).isEqualTo("a=2");
        assertThat(rest.hasNext()).isFalse();
    }

    @Test
    void iterator_mayTakeTheRestAfterwards_whenAFlowSubscriberHadLeft() throws Exception {
        Notifier notifier = start();
        Subscription subscription = notifier.subscription("a").subscribe();
        Demand demand = new Demand();
        subscription.publisher().subscribe(demand);
        demand.subscription.get(15, TimeUnit.SECONDS).cancel();
        eventually().until(() -> !subscription.isBusy());
        assertThat(notifier.shutdown(LONG)).isTrue();
        assertThat(subscription.poll(Duration.ZERO).map(Events::text)).contains("CONNECTED");
    }

    @Test
    void flowSubscriber_withDemand_getsTheRest_andIsCompleted() throws Exception {
        Notifier notifier = start();
        Subscription subscription = notifier.subscription("a").subscribe();
        Demand demand = new Demand();
        subscription.publisher().subscribe(demand);
        server.tell("a", "1");
        eventually().until(() -> subscription.buffered() == 1);
        demand.subscription.get(15, TimeUnit.SECONDS).request(9);
        assertThat(notifier.shutdown(LONG)).isTrue();
        assertThat(demand.ended).succeedsWithin(DEADLINE);
        assertThat(demand.told).containsExactly("CONNECTED", "a=1");
    }

    @Test
    void flowSubscriber_withoutDemand_isCompletedAtTheTimeout() {
        Notifier notifier = start();
        Demand demand = new Demand();
        notifier.subscription("a").subscribe().publisher().subscribe(demand);
        assertThat(notifier.shutdown(SHORT)).isFalse();
        assertThat(demand.ended).succeedsWithin(DEADLINE);
        assertThat(demand.told).isEmpty();
    }

    @Test
    void flowSubscriber_mayCloseTheNotifier() throws Exception {
        Notifier notifier = start();
        Demand demand = new Demand();
        demand.then = notifier::close;
        notifier.subscription("a").subscribe().publisher().subscribe(demand);
        demand.subscription.get(15, TimeUnit.SECONDS).request(1);
        assertThat(joined(notifier)).succeedsWithin(DEADLINE);
        assertThat(demand.ended).succeedsWithin(DEADLINE);
    }

    @Test
    void timeout_outOfRange_isRefused() {
        Notifier notifier = start();
        assertThatThrownBy(() -> notifier.shutdown(Duration.ofMillis(-1)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("timeout -1 ms is out of range; expected 0 s to 86400 s");
        notifier.close();
    }

    private Notifier start() {
        return start(stage.builder());
    }

    private Notifier start(NotifierBuilder builder) {
        Notifier notifier = builder.build();
        self.set(notifier);
        return notifier;
    }

    private CompletableFuture<Boolean> closing(Duration timeout) {
        return CompletableFuture.supplyAsync(() -> self.get().shutdown(timeout), onNewThreads());
    }

    private static CompletableFuture<Void> joined(Notifier notifier) {
        return async(() -> {
            try {
                notifier.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
