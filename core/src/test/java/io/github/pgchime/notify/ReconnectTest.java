package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Stage.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ProtocolException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that are lost, and those that follow. */
@Timeout(60)
final class ReconnectTest {

    private static final Duration SPELL = Duration.ofSeconds(10);

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Heard heard = stage.heard;
    private final Events events = new Events();

    @Test
    void everySubscription_isToldOnce() {
        Events other = new Events();
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscription("a", "b").subscribe(events);
            notifier.subscribe("b", other);
            loseAfterASpell();
            eventually().until(() -> heard.lines("reconnected").size() == 1);
            server.tell("b", "1");
            events.awaitTold("CONNECTED", "RECONNECTED", "b=1");
            other.awaitTold("CONNECTED", "RECONNECTED", "b=1");
            assertThat(notifier.statistics().reconnects()).isEqualTo(1);
            assertThat(notifier.statistics().connectedSince()).contains(stage.time.instant());
        }
    }

    @Test
    void gap_comesOnlyOnceEveryListenIsAcknowledged_andWhatCameBeforeIsNotTold() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscription("a", "b").subscribe(events);
            server.hold("LISTEN a, b");
            loseAfterASpell();
            server.awaitHolding(1);
            server.tell("a", "covered by the gap");
            eventually().until(() -> notifier.statistics().received() == 1);
            assertThat(events.told).containsExactly("CONNECTED");
            assertThat(notifier.isConnected()).isFalse();
            server.release();
            eventually().until(() -> events.told.contains("RECONNECTED"));
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "RECONNECTED", "a=1");
        }
    }

    @Test
    void hooks_areToldOfTheOutage_andOfTheAttempts() {
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isTrue();
            server.refuseOpening(
                    new ConnectionLostException("one"),
                    new ConnectionLostException("two"),
                    new ConnectionLostException("three"));
            loseAfterASpell();
            heard.awaitLines("retry", "retry 1 in PT0S: cut", "retry 2 in PT1S: one");
            passBackoff(Duration.ofSeconds(1));
            eventually().until(() -> heard.lines("retry 3").size() == 1);
            passBackoff(Duration.ofSeconds(2));
            eventually().until(() -> heard.lines("retry 4").size() == 1);
            passBackoff(Duration.ofSeconds(4));
            heard.awaitLines("reconnected", "reconnected 104 by attempt 4 after PT7S");
            assertThat(heard.lines)
                    .containsExactly(
                            "connected 100",
                            "disconnected after PT10S: cut",
                            "retry 1 in PT0S: cut",
                            "retry 2 in PT1S: one",
                            "retry 3 in PT2S: two",
                            "retry 4 in PT4S: three",
                            "reconnected 104 by attempt 4 after PT7S");
        }
    }

    @Test
    void sessionOfAMoment_isNotFollowedByAnAttemptAtOnce() {
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isTrue();
            server.cut();
            heard.awaitLines("retry", "retry 1 in PT1S: cut");
        }
    }

    @Test
    void backoff_isAsItWasSet() {
        server.refuseOpening(
                new ConnectionLostException("1"), new ConnectionLostException("2"), new ConnectionLostException("3"));
        try (Notifier notifier = stage.builder()
                .backoff(Duration.ofSeconds(2), Duration.ofSeconds(10))
                .backoffMultiplier(3)
                .build()) {
            assertThat(notifier.isConnected()).isFalse();
            passBackoff(Duration.ofSeconds(2));
            eventually().until(() -> heard.lines("retry 2").size() == 1);
            passBackoff(Duration.ofSeconds(6));
            heard.awaitLines("retry", "retry 1 in PT2S: 1", "retry 2 in PT6S: 2", "retry 3 in PT10S: 3");
        }
    }

    @Test
    void subscribe_duringAnOutage_waits_andIsThenConnected() throws Exception {
        try (Notifier notifier = stage.builder().build()) {
            server.cut();
            heard.awaitLines("retry", "retry 1 in PT1S: cut");
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("a", events));
            stage.time.awaitWaiters(3);
            assertThat(subscribing).isNotDone();
            stage.passUntil(Duration.ofMillis(500), subscribing::isDone);
            subscribing.get();
            events.awaitTold("CONNECTED");
        }
    }

    @Test
    void subscribe_duringALongOutage_isALostConnection_thatSaysWhy() {
        try (Notifier notifier = stage.builder()
                .answerTimeout(Duration.ofSeconds(2))
                .backoff(Duration.ofMinutes(10), Duration.ofMinutes(10))
                .build()) {
            server.cut();
            heard.awaitLines("retry", "retry 1 in PT10M: cut");
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("a", events));
            stage.time.awaitWaiters(3);
            stage.time.advance(Duration.ofSeconds(2));
            assertThatThrownBy(() -> subscribing.get(15, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage("LISTEN on [a] was not acknowledged within answerTimeout (2 s): cut");
        }
    }

    @Test
    void closed_duringAnOutage_isNotListenedOnAgain() {
        try (Notifier notifier = stage.builder().build()) {
            Subscription gone = notifier.subscribe("gone", new Events());
            notifier.subscribe("a", events);
            server.cut();
            heard.awaitLines("retry", "retry 1 in PT1S: cut");
            gone.close();
            passBackoff(Duration.ofSeconds(1));
            events.awaitTold("CONNECTED", "RECONNECTED");
            assertThat(server.commands("LISTEN")).endsWith("LISTEN *", "LISTEN a");
        }
    }

    @Test
    void channelRefused_onReconnecting_costsTheSession_untilItIsAccepted() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            server.refuse("a", Loopback.error("ERROR", "42501", "not any more"));
            loseAfterASpell();
            heard.awaitLines("retry", "retry 1 in PT0S: cut", "retry 2 in PT30S: ERROR: not any more [42501]");
            assertThat(events.told).containsExactly("CONNECTED");
            server.accept("a");
            passBackoff(Duration.ofSeconds(30));
            events.awaitTold("CONNECTED", "RECONNECTED");
            assertThat(notifier.isConnected()).isTrue();
        }
    }

    @Test
    void serverEndsTheSession_isRetriedToo() {
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isTrue();
            server.end(Loopback.error("FATAL", "57P01", "terminating connection"));
            heard.awaitLines("disconnected", "disconnected after PT0S: FATAL: terminating connection [57P01]");
            passBackoff(Duration.ofSeconds(1));
            eventually().until(() -> heard.lines("reconnected").size() == 1);
            server.end(new ProtocolException("nonsense"));
            heard.awaitLines(
                    "disconnected",
                    "disconnected after PT0S: FATAL: terminating connection [57P01]",
                    "disconnected after PT0S: nonsense");
        }
    }

    @Test
    void unconsumedGap_standsForTheNextOutageToo() throws Exception {
        try (Notifier notifier = stage.builder().build()) {
            Subscription waiting = notifier.subscription("a").subscribe();
            loseAfterASpell();
            eventually().until(() -> heard.lines("reconnected").size() == 1);
            eventually().until(() -> server.commands("LISTEN a").size() == 2);
            notifier.subscription("b").subscribe();
            server.tell("a", "1");
            eventually().until(() -> waiting.buffered() == 1);
            Iterator<NotifyEvent> iterator = waiting.iterator();
            assertThat(Events.text(iterator.next())).isEqualTo("CONNECTED");
            assertThat(Events.text(iterator.next())).isEqualTo("a=1");
        }
    }

    @Test
    void attemptsExhausted_everybodyIsTold() throws Exception {
        try (Notifier notifier = stage.builder().maxAttempts(2).build()) {
            notifier.subscribe("a", events);
            Subscription iterated = notifier.subscription("a").subscribe();
            Subscription published = notifier.subscription("a").subscribe();
            Demand demand = new Demand();
            published.publisher().subscribe(demand);
            demand.subscription.get(15, TimeUnit.SECONDS).request(Long.MAX_VALUE);
            server.tell("a", "1");
            server.refuseOpening(new ConnectionLostException("one"), new ConnectionLostException("two"));
            loseAfterASpell();
            heard.awaitLines("retry", "retry 1 in PT0S: cut", "retry 2 in PT1S: one");
            CompletableFuture<Void> subscribing = async(() -> notifier.subscribe("late", new Events()));
            eventually().until(() -> notifier.statistics().subscriptions() == 4);
            passBackoff(Duration.ofSeconds(1));
            String reason = "gave up after 2 attempts to connect; the last: two";
            heard.awaitLines("ended", "ended: " + reason);
            events.awaitTold("CONNECTED", "a=1", "ENDED");
            Iterator<NotifyEvent> iterator = iterated.iterator();
            assertThat(Events.text(iterator.next())).isEqualTo("CONNECTED");
            assertThat(Events.text(iterator.next())).isEqualTo("a=1");
            assertThatThrownBy(iterator::hasNext)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage(reason);
            assertThat(iterator.hasNext()).isFalse();
            assertThatThrownBy(() -> demand.ended.get(15, TimeUnit.SECONDS))
                    .cause()
                    .hasMessage(reason);
            assertThatThrownBy(() -> subscribing.get(15, TimeUnit.SECONDS))
                    .cause()
                    .hasMessage(reason);
            assertThatThrownBy(notifier::join).hasMessage(reason);
            assertThatThrownBy(() -> notifier.subscription("b").subscribe()).hasMessage(reason);
            assertThatThrownBy(() -> notifier.publish("a", "x"))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage("nothing was published, for there is no connection: " + reason);
            assertThat(notifier.isConnected()).isFalse();
        }
        assertThat(server.sessions()).isZero();
    }

    @Test
    void firstAttemptIsTheLast_isThrownByBuild() {
        server.refuseOpening(new ConnectionLostException("one"));
        assertThatThrownBy(() -> stage.builder().maxAttempts(1).build())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("gave up after 1 attempt to connect; the last: one");
    }

    @Test
    void attempts_areCountedAnewAfterASession() {
        try (Notifier notifier = stage.builder().maxAttempts(2).build()) {
            for (int i = 0; i < 4; i++) {
                int sessions = i + 1;
                server.refuseOpening(new ConnectionLostException("again"));
                loseAfterASpell();
                stage.passUntil(
                        Duration.ofSeconds(1), () -> heard.lines("retry 2").size() == sessions);
                stage.passUntil(Duration.ofSeconds(1), notifier::isConnected);
            }
            assertThat(heard.lines("ended")).isEmpty();
        }
    }

    @Test
    void bug_inASession_endsItAndEverybodyIsTold() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            server.refuse("b", new AssertionError("bug"));
            assertThatThrownBy(() -> notifier.subscription("b").subscribe())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the notifier has ended by an error")
                    .hasRootCauseMessage("bug");
            events.awaitTold("CONNECTED", "ENDED");
            heard.awaitLines("ended", "ended: bug");
            assertThatThrownBy(notifier::join).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void bug_inTheReader_endsItAndEverybodyIsTold() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            server.end(new IllegalStateException("bug"));
            events.awaitTold("CONNECTED", "ENDED");
            assertThatThrownBy(notifier::join).hasMessage("bug");
        }
    }

    @Test
    void error_inTheReader_endsItAndEverybodyIsTold() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            server.end(new StackOverflowError("deep"));
            events.awaitTold("CONNECTED", "ENDED");
            assertThatThrownBy(notifier::join)
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("deep");
        }
    }

    /** It lived long enough for the next attempt to be made at once. */
    private void loseAfterASpell() {
        stage.time.awaitWaiters(3);
        stage.time.advance(SPELL);
        server.cut();
    }

    private void passBackoff(Duration delay) {
        stage.time.awaitWaiter("pgchime-notify");
        stage.time.advance(delay);
    }
}
