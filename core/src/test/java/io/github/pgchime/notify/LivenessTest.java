package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that fall silent. */
@Timeout(60)
final class LivenessTest {

    private static final Duration PING = Duration.ofSeconds(30);

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Heard heard = stage.heard;
    private final Events events = new Events();

    @Test
    void session_notifiesItselfEveryInterval_andNobodyIsTold() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            for (int i = 1; i <= 4; i++) {
                stage.time.awaitWaiters(3);
                stage.time.advance(PING.minusMillis(1));
                stage.time.awaitWaiters(3);
                assertThat(server.commands("NOTIFY * ping")).hasSize(i - 1);
                stage.time.advance(Duration.ofMillis(1));
                server.awaitCommands("NOTIFY * ping", i);
            }
            assertThat(heard.lines("disconnected")).isEmpty();
            assertThat(notifier.statistics().received()).isZero();
            events.awaitTold("CONNECTED");
        }
    }

    @Test
    void silence_withinLiveness_isALostSession() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            stage.time.awaitWaiters(3);
            server.deliverTo(Loopback.Delivery.NOBODY);
            stage.time.advance(PING);
            server.awaitCommands("NOTIFY * ping", 1);
            stage.time.awaitWaiters(3);
            stage.time.advance(Duration.ofMillis(14_999));
            stage.time.awaitWaiters(3);
            assertThat(notifier.isConnected()).isTrue();
            server.deliverTo(Loopback.Delivery.LISTENERS);
            stage.time.advance(Duration.ofMillis(1));
            heard.awaitLines(
                    "disconnected", "disconnected after PT45S: no notification has come for 45000 ms within liveness");
            events.awaitTold("CONNECTED", "RECONNECTED");
        }
    }

    @Test
    void pingThatIsNeverAnswered_isALostSession() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            stage.time.awaitWaiters(3);
            server.hold("NOTIFY * ping").deliverTo(Loopback.Delivery.NOBODY);
            stage.time.advance(PING);
            server.awaitHolding(1);
            server.deliverTo(Loopback.Delivery.LISTENERS);
            stage.time.awaitWaiters(2);
            stage.time.advance(Duration.ofSeconds(15));
            events.awaitTold("CONNECTED", "RECONNECTED");
            assertThat(heard.lines("disconnected")).hasSize(1);
        }
    }

    @Test
    void listenThatIsNeverAnswered_isALostSession() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.subscribe("a", events);
            server.hold("LISTEN b");
            CompletableFuture<Void> subscribing = Stage.async(() -> notifier.subscribe("b", new Events()));
            server.awaitHolding(1);
            stage.passUntil(
                    Duration.ofSeconds(5), () -> !heard.lines("disconnected").isEmpty());
            server.release();
            assertThat(subscribing).succeedsWithin(DEADLINE);
            eventually().until(() -> events.told.contains("RECONNECTED"));
        }
    }

    @Test
    void notifications_areSignsOfLifeToo() {
        try (Notifier notifier = stage.builder()
                .pingInterval(Duration.ofHours(1))
                .liveness(Duration.ofHours(2))
                .build()) {
            notifier.subscribe("a", events);
            for (int i = 1; i <= 5; i++) {
                int told = i;
                server.deliverTo(Loopback.Delivery.NOBODY);
                stage.time.awaitWaiters(3);
                stage.time.advance(Duration.ofMinutes(90));
                server.tell("a", "x");
                eventually().until(() -> notifier.statistics().received() == told);
            }
            assertThat(heard.lines("disconnected")).isEmpty();
        }
    }

    @Test
    void livenessOff_sendsNothing_andBelievesInSilence() {
        try (Notifier notifier = stage.builder().livenessOff().build()) {
            notifier.subscribe("a", events);
            for (int i = 0; i < 5; i++) {
                stage.time.awaitWaiters(2);
                stage.time.advance(Duration.ofHours(1));
            }
            stage.time.awaitWaiters(2);
            assertThat(server.commands("NOTIFY")).containsExactly("NOTIFY * self");
            assertThat(notifier.isConnected()).isTrue();
        }
    }

    @Test
    void openingThatHangs_endsByTheAnswerTimeout() {
        try (Notifier notifier =
                stage.builder().answerTimeout(Duration.ofSeconds(10)).build()) {
            notifier.subscribe("a", events);
            server.hold("LISTEN");
            stage.time.awaitWaiters(3);
            stage.time.advance(Duration.ofSeconds(5));
            server.cut();
            server.awaitHolding(1);
            stage.time.awaitWaiter("pgchime-watchdog");
            stage.time.advance(Duration.ofSeconds(10));
            eventually()
                    .untilAsserted(() -> assertThat(heard.lines("retry 2"))
                            .singleElement()
                            .asString()
                            .endsWith("no notification has come for 10000 ms while it was made to listen"));
            server.release();
            stage.time.awaitWaiter("pgchime-notify");
            stage.time.advance(Duration.ofSeconds(1));
            events.awaitTold("CONNECTED", "RECONNECTED");
        }
    }

    @Test
    void listenThatTakesLongerThanLiveness_butIsAnswered_isASignOfLife() {
        AtomicBoolean slow = new AtomicBoolean();
        try (Notifier notifier = stage.builder()
                .pingInterval(Duration.ofSeconds(1))
                .liveness(Duration.ofSeconds(2))
                .build()) {
            notifier.subscribe("a", events);
            server.duringCommand(() -> {
                if (server.commands().getLast().equals("LISTEN a") && !slow.getAndSet(true)) {
                    stage.time.advance(Duration.ofSeconds(3));
                }
            });
            server.cut();
            heard.awaitLines("retry", "retry 1 in PT1S: cut");
            stage.time.awaitWaiter("pgchime-notify");
            stage.time.advance(Duration.ofSeconds(1));
            events.awaitTold("CONNECTED", "RECONNECTED");
            stage.time.awaitWaiters(3);
            assertThat(heard.lines("disconnected")).hasSize(1);
            assertThat(slow).isTrue();
            assertThat(notifier.isConnected()).isTrue();
        }
    }
}
