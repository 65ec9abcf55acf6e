package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionLostException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who hears what a notifier goes through: its listener, and a flight recording. */
@Timeout(60)
final class NotifierListenerTest {

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Heard heard = stage.heard;

    @Test
    void everythingIsHeard_inItsOrder() {
        try (Notifier notifier = stage.builder().build()) {
            Subscription subscription = notifier.subscribe("a", new Events());
            heard.awaitLines("gap", "gap [a] CONNECTED");
            server.tell("a", "1");
            heard.awaitLines("notification", "notification [a] a=1");
            subscription.close();
            subscription.close();
        }
        assertThat(heard.lines)
                .containsExactly(
                        "connected 100",
                        "subscribed [a]",
                        "gap [a] CONNECTED",
                        "notification [a] a=1",
                        "unsubscribed [a]");
    }

    @Test
    void hooksThatThrow_harmNobody() {
        heard.onLine = line -> {
            throw new IllegalStateException("hook");
        };
        Events events = Events.then(event -> {
            if (Events.text(event).equals("a=1")) {
                throw new IllegalStateException("handler");
            }
        });
        try (Notifier notifier = stage.builder().maxAttempts(1).build()) {
            Subscription subscription = notifier.subscribe("a", events);
            notifier.subscribe("b", new Events()).close();
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "a=1");
            stage.time.awaitWaiters(3);
            stage.time.advance(Duration.ofSeconds(10));
            server.cut();
            eventually().until(() -> events.told.contains("RECONNECTED"));
            server.tell("a", "2");
            events.awaitTold("CONNECTED", "a=1", "RECONNECTED", "a=2");
            server.refuseOpening(new ConnectionLostException("gone"));
            server.cut();
            stage.passUntil(Duration.ofSeconds(1), () -> events.told.contains("ENDED"));
            subscription.close();
            eventually().until(() -> heard.lines("ended").size() == 1);
            assertThat(notifier.statistics().errors()).isGreaterThan(5);
        }
        assertThat(heard.errors).isNotEmpty();
    }

    @Test
    void noListener_isOneThatDoesNothing() {
        NotifierListener none = NotifierListener.NONE;
        try (Notifier notifier =
                Notifier.builder(server).listener(none).time(stage.time).build()) {
            Events events = Events.then(event -> {
                throw new IllegalStateException("handler");
            });
            Subscription subscription = notifier.subscribe("a", events);
            server.tell("a", "1");
            events.awaitTold("CONNECTED", "a=1");
            subscription.close();
            server.cut();
            stage.passUntil(Duration.ofMillis(500), () -> notifier.statistics().reconnects() == 1);
            server.end(new IllegalStateException("bug"));
            eventually().until(() -> !notifier.isConnected());
        }
    }

    @Test
    void flightRecording_showsConnectionsAndGaps() throws Exception {
        ConcurrentLinkedQueue<String> recorded = new ConcurrentLinkedQueue<>();
        try (RecordingStream recording = new RecordingStream()) {
            recording.enable("io.github.pgchime.NotifierConnected");
            recording.enable("io.github.pgchime.NotifierDisconnected");
            recording.enable("io.github.pgchime.NotifierGap");
            recording.onEvent(
                    "io.github.pgchime.NotifierConnected",
                    event -> recorded.add("connected " + event.getInt("backendPid") + " " + event.getInt("channels")
                            + " " + event.getBoolean("reconnected")));
            recording.onEvent(
                    "io.github.pgchime.NotifierDisconnected",
                    event -> recorded.add(
                            "disconnected " + event.getString("cause") + " " + event.getDuration("lived")));
            recording.onEvent(
                    "io.github.pgchime.NotifierGap",
                    event -> recorded.add("gap " + event.getString("channels") + " " + event.getString("reason") + " "
                            + event.getLong("dropped")));
            recording.startAsync();
            Events events = new Events();
            try (Notifier notifier = stage.builder().build()) {
                notifier.subscription("jfr a", "jfr b").subscribe(events);
                events.awaitTold("CONNECTED");
                stage.time.awaitWaiters(3);
                stage.time.advance(Duration.ofSeconds(10));
                server.cut();
                events.awaitTold("CONNECTED", "RECONNECTED");
            }
            recording.stop();
        }
        assertThat(recorded)
                .contains(
                        "connected 100 0 false",
                        "gap jfr a, jfr b CONNECTED 0",
                        "disconnected cut PT10S",
                        "connected 101 2 true",
                        "gap jfr a, jfr b RECONNECTED 0");
    }
}
