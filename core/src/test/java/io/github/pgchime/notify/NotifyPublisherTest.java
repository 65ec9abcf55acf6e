package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.notify.Stage.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NotifyPublisherTest {

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final NotifyPublisher publisher = new NotifyPublisher(server, ANSWER, stage.time);

    @AfterEach
    void close() {
        publisher.close();
        assertThat(server.sessions()).isZero();
    }

    @Test
    void connection_isOpenedWhenFirstNeeded_andKept() {
        assertThat(server.commands()).isEmpty();
        publisher.publish("a", "1");
        publisher.publish("b", "");
        assertThat(server.commands()).containsExactly("OPEN", "NOTIFY a 1", "NOTIFY b ");
    }

    @Test
    void mistake_isRefusedBeforeAnythingIsOpened() {
        assertThatThrownBy(() -> publisher.publish("", "x")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> publisher.publish("a", "x".repeat(8_000))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> NotifyPublisher.to(server, Duration.ZERO))
                .isInstanceOf(ConfigException.class)
                .hasMessage("answerTimeout 0 s is out of range; expected 1 ms to 3600 s");
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void publisherOfItsOwn_needsNoNotifier() {
        try (NotifyPublisher own = NotifyPublisher.to(server, ANSWER)) {
            own.publish("a", "1");
        }
        NotifyPublisher.to("postgresql://nobody@127.0.0.1:1/none").close();
        assertThat(server.commands()).containsExactly("OPEN", "NOTIFY a 1");
    }

    @Test
    void refusal_isTheServersError_andTheConnectionIsKept() {
        server.refuse("a", Loopback.error("ERROR", "22023", "no"));
        assertThatThrownBy(() -> publisher.publish("a", "1")).isInstanceOf(ServerException.class);
        publisher.publish("b", "1");
        assertThat(server.commands("OPEN")).hasSize(1);
    }

    @Test
    void fatalError_isTheServersError_andTheNextIsMadeAnew() {
        server.refuse("a", Loopback.error("FATAL", "57P01", "terminating connection"));
        assertThatThrownBy(() -> publisher.publish("a", "1")).isInstanceOf(ServerException.class);
        publisher.publish("b", "1");
        assertThat(server.commands("OPEN")).hasSize(2);
    }

    @Test
    void openingThatFails_isTheCallersError_andTheNextTriesAnew() {
        server.refuseOpening(new ConnectionLostException("nobody there"), new AssertionError("bug"));
        assertThatThrownBy(() -> publisher.publish("a", "1"))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("nobody there");
        assertThatThrownBy(() -> publisher.publish("a", "2"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("bug");
        publisher.publish("a", "3");
        assertThat(server.commands("NOTIFY")).containsExactly("NOTIFY a 3");
    }

    @Test
    void lostConnection_isMadeAnew() {
        publisher.publish("a", "1");
        server.cut();
        eventually().ignoreExceptions().until(() -> {
            publisher.publish("a", "2");
            return true;
        });
        assertThat(server.commands("OPEN")).hasSize(2);
    }

    @Test
    void lossThatACallerSees_isKnownToTheNextAtOnce() {
        AtomicInteger opened = new AtomicInteger();
        NotifySessions losing = () -> opened.incrementAndGet() == 1 ? new Unnoticed() : server.open();
        try (NotifyPublisher tried = new NotifyPublisher(losing, ANSWER, stage.time)) {
            assertThatThrownBy(() -> tried.publish("a", "1")).isInstanceOf(ConnectionLostException.class);
            tried.publish("a", "2");
        }
    }

    @Test
    void lossWhileTheAnswerIsAwaited_isALostConnection() {
        server.hold("NOTIFY");
        CompletableFuture<Void> publishing = async(() -> publisher.publish("a", "1"));
        server.awaitHolding(1);
        server.cut();
        assertThatThrownBy(() -> publishing.get(15, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("cut");
    }

    @Test
    void answerThatIsLate_isALostConnection_andTheNextIsMadeAnew() {
        server.hold("NOTIFY");
        CompletableFuture<Void> publishing = async(() -> publisher.publish("a", "1"));
        server.awaitHolding(1);
        stage.passUntil(Duration.ofSeconds(1), publishing::isDone);
        assertThatThrownBy(publishing::get)
                .cause()
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("the server did not acknowledge NOTIFY within answerTimeout (5 s); whether it was sent is"
                        + " not known");
        server.release();
        publisher.publish("a", "2");
        assertThat(server.commands("OPEN")).hasSize(2);
    }

    @Test
    void connectionThatIsIdleForLong_isBelieved() {
        publisher.publish("a", "1");
        for (int i = 0; i < 5; i++) {
            stage.time.awaitWaiters(1);
            stage.time.advance(Duration.ofMinutes(10));
        }
        publisher.publish("a", "2");
        assertThat(server.commands("OPEN")).hasSize(1);
    }

    @Test
    void manyThreads_shareOneOpening_andTravelTogether() throws Exception {
        server.hold("OPEN");
        List<CompletableFuture<Void>> publishing = IntStream.range(0, 20)
                .mapToObj(i -> async(() -> publisher.publish("a", "" + i)))
                .toList();
        server.awaitHolding(1);
        server.hold("NOTIFY");
        server.awaitHolding(20);
        server.release();
        for (CompletableFuture<Void> each : publishing) {
            each.get(15, TimeUnit.SECONDS);
        }
        assertThat(server.commands("OPEN")).hasSize(1);
        assertThat(server.commands("NOTIFY")).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void interruptedWhileAnotherConnects_isALostConnection_andTheInterruptStays() throws Exception {
        server.hold("OPEN");
        CompletableFuture<Void> first = async(() -> publisher.publish("a", "1"));
        server.awaitHolding(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> publisher.publish("a", "2"))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("interrupted while connecting to publish");
        assertThat(Thread.interrupted()).isTrue();
        server.release();
        first.get(15, TimeUnit.SECONDS);
    }

    @Test
    void interruptedWhileTheAnswerIsAwaited_leavesTheConnectionToOthers() throws Exception {
        server.hold("NOTIFY a");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                publisher.publish("a", "1");
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            ended.countDown();
        });
        server.awaitHolding(1);
        thread.interrupt();
        assertThat(ended.await(15, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown.get()).isInstanceOf(ConnectionLostException.class);
        publisher.publish("b", "1");
        assertThat(server.commands("OPEN")).hasSize(1);
    }

    @Test
    void close_releasesWhoeverWaits_andRefusesWhoeverComes() {
        server.hold("NOTIFY");
        CompletableFuture<Void> publishing = async(() -> publisher.publish("a", "1"));
        server.awaitHolding(1);
        publisher.close();
        publisher.close();
        assertThatThrownBy(() -> publishing.get(15, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ConnectionLostException.class);
        assertThatThrownBy(() -> publisher.publish("a", "2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the publisher is closed");
    }

    @Test
    void close_whileItConnects_leavesNothing() {
        server.hold("OPEN");
        CompletableFuture<Void> publishing = async(() -> publisher.publish("a", "1"));
        server.awaitHolding(1);
        publisher.close();
        server.release();
        assertThatThrownBy(() -> publishing.get(15, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ConnectionLostException.class);
    }

    @Test
    void notifier_publishesOverAConnectionOfItsOwn_andNotWhileDisconnected() {
        try (Notifier notifier = stage.builder().build()) {
            notifier.publish("a", "1");
            assertThat(server.sessions()).isEqualTo(2);
            server.cut();
            stage.heard.awaitLines("disconnected", "disconnected after PT0S: cut");
            assertThatThrownBy(() -> notifier.publish("a", "2"))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage("nothing was published, for there is no connection: cut");
            stage.passUntil(Duration.ofMillis(500), notifier::isConnected);
            eventually().ignoreExceptions().until(() -> {
                notifier.publish("a", "3");
                return true;
            });
            assertThat(server.commands("NOTIFY a")).doesNotContain("NOTIFY a 2");
        }
    }

    /** A session that is over, which only those learn who use it. */
    private static final class Unnoticed implements NotifySession {
        private final CountDownLatch aborted = new CountDownLatch(1);

        @Override
        public int backendPid() {
            return 1;
        }

        @Override
        public void listen(Collection<String> channels) {}

        @Override
        public void unlisten(Collection<String> channels) {}

        @Override
        public void notify(String channel, String payload) {
            throw new ConnectionLostException("over");
        }

        @Override
        public Received next() {
            try {
                aborted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new ConnectionLostException("over");
        }

        @Override
        public void abort() {
            aborted.countDown();
        }
    }
}
