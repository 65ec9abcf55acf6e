package io.github.pgchime.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands in between. */
@Timeout(60)
final class ProofTest {

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;

    @Test
    void serverItself_isProvedByOneNotification() {
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isTrue();
            assertThat(server.commands()).containsExactly("OPEN", "LISTEN *", "NOTIFY * self");
        }
    }

    @Test
    void nothingArrives_isAPooler() {
        server.deliverTo(Loopback.Delivery.NOBODY);
        CompletableFuture<Void> building = building(stage.builder());
        server.awaitCommands("NOTIFY", 1);
        stage.passUntil(Duration.ofSeconds(1), building::isDone);
        assertPooler(building);
    }

    @Test
    void nothingArrives_isAPooler_whateverTheAnswerTimeout() {
        server.deliverTo(Loopback.Delivery.NOBODY);
        CompletableFuture<Void> building = building(stage.builder().answerTimeout(Duration.ofSeconds(2)));
        server.awaitCommands("NOTIFY", 1);
        stage.passUntil(Duration.ofMillis(300), building::isDone);
        assertPooler(building);
    }

    @Test
    void arrivesAtTheOtherSession_isAPooler() {
        server.greetWrongly().deliverTo(Loopback.Delivery.SENDER);
        assertPooler(building(stage.builder()));
        assertThat(server.commands())
                .containsExactly("OPEN", "LISTEN *", "NOTIFY * self", "OPEN", "NOTIFY * other", "UNLISTEN *");
    }

    @Test
    void otherPid_butArrivesWhileIdle_isAProxyThatServes() {
        server.greetWrongly();
        Events events = new Events();
        try (Notifier notifier = stage.builder().build()) {
            assertThat(server.sessions()).isEqualTo(1);
            notifier.subscribe("a", events);
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "a=1");
            assertThat(stage.heard.lines("connected")).containsExactly("connected 1100");
        }
    }

    @Test
    void provingSession_thatCannotBeOpened_isALostConnection() {
        server.greetWrongly().duringCommand(() -> {
            if (server.commands().getLast().equals("NOTIFY * self")) {
                server.refuseOpening(new ConnectionLostException("no more connections"));
            }
        });
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isFalse();
            assertThat(stage.heard.lines("retry")).containsExactly("retry 1 in PT1S: no more connections");
        }
    }

    @Test
    void provingSession_thatIsNeverAnswered_endsByTheAnswerTimeout() throws Exception {
        server.greetWrongly().hold("NOTIFY * other").deliverTo(Loopback.Delivery.LISTENERS);
        server.duringCommand(() -> {
            if (server.commands().getLast().equals("NOTIFY * other")) {
                server.deliverTo(Loopback.Delivery.NOBODY);
            }
        });
        CompletableFuture<Void> building = building(stage.builder().answerTimeout(Duration.ofSeconds(30)));
        server.awaitHolding(1);
        stage.time.awaitWaiters(2);
        stage.time.advance(Duration.ofSeconds(30));
        building.get(15, TimeUnit.SECONDS);
        assertThat(stage.heard.lines("retry"))
                .containsExactly("retry 1 in PT1S: no notification has come for 30000 ms while it was made to listen");
    }

    @Test
    void session_thatEndsWhileItIsProved_isALostConnection() {
        server.deliverTo(Loopback.Delivery.NOBODY);
        CompletableFuture<Void> building = building(stage.builder().maxAttempts(1));
        server.awaitCommands("NOTIFY", 1);
        stage.time.awaitWaiters(2);
        server.cut();
        assertThatThrownBy(() -> building.get(15, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("the last: cut");
    }

    @Test
    void poolerAfterAFailover_isRetriedSlowly() {
        try (Notifier notifier = stage.builder().build()) {
            assertThat(notifier.isConnected()).isTrue();
            server.deliverTo(Loopback.Delivery.NOBODY).cut();
            stage.passUntil(
                    Duration.ofSeconds(1), () -> !stage.heard.lines("retry 2").isEmpty());
            assertThat(stage.heard.lines("retry 2"))
                    .singleElement()
                    .asString()
                    .startsWith("retry 2 in PT30S: the server acknowledged LISTEN");
        }
    }

    private static CompletableFuture<Void> building(NotifierBuilder builder) {
        return Stage.async(() -> builder.build().close());
    }

    private void assertPooler(CompletableFuture<Void> building) {
        assertThatThrownBy(() -> building.get(15, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a connection pooler in transaction or statement mode")
                .hasMessageContaining("PgBouncer with pool_mode=transaction")
                .hasMessageContaining("connect to PostgreSQL itself");
        assertThat(server.sessions()).isZero();
    }
}
