package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that take their time, throw and are interrupted. */
@Timeout(60)
final class LaneTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String OVERDUE = "a handler took longer than handlerTimeout (5 s) and is interrupted";

    private final Stage stage = new Stage();
    private final Loopback server = stage.server;
    private final Heard heard = stage.heard;
    private final Notifier notifier =
            stage.builder().livenessOff().handlerTimeout(LIMIT).build();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        notifier.close();
    }

    @Test
    void exception_goesToTheListener_andTheNextEventFollows() {
        Events events = Events.then(event -> {
            switch (Events.text(event)) {
                case "a=1" -> throw new IllegalStateException("one");
                case "a=2" -> throw new Exception("two");
                case "a=3" -> throw new StackOverflowError("three");
                default -> {}
            }
        });
        notifier.subscribe("a", events);
        server.tell("a", "1", "2", "3", "4");
        events.awaitTold("CONNECTED", "a=1", "a=2", "a=3", "a=4");
        heard.awaitLines("error", "error a=1: one", "error a=2: two", "error a=3: three");
        assertThat(notifier.statistics().errors()).isEqualTo(3);
    }

    @Test
    void oneSlowHandler_delaysNobodyElse() {
        Events slow = Events.then(event -> release.await());
        Events other = new Events();
        notifier.subscribe("a", slow);
        notifier.subscribe("a", other);
        server.tell("a", "1");
        other.awaitTold("CONNECTED", "a=1");
        slow.awaitTold("CONNECTED");
    }

    @Test
    void timeout_interruptsOnce_reportsOnce_andAGapFollows() {
        Events events = Events.then(event -> {
            if (Events.text(event).equals("a=1")) {
                release.await();
            }
        });
        notifier.subscribe("a", events);
        server.tell("a", "1", "2");
        events.awaitTold("CONNECTED", "a=1");
        stage.time.awaitWaiters(1);
        stage.time.advance(LIMIT.minusMillis(1));
        stage.time.awaitWaiters(1);
        assertThat(heard.errors).isEmpty();
        stage.time.advance(Duration.ofMillis(1));
        events.awaitTold("CONNECTED", "a=1", "HANDLER_TIMEOUT", "a=2");
        heard.awaitLines("error", "error a=1: " + OVERDUE);
        assertThat(heard.errors).singleElement().isInstanceOf(TimeoutException.class);
        assertThat(heard.lines("gap")).containsExactly("gap [a] CONNECTED", "gap [a] HANDLER_TIMEOUT");
        assertThat(notifier.statistics().errors()).isEqualTo(1);
    }

    @Test
    void timeout_whoseInterruptIsSwallowed_leavesNoneForTheNextEvent() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Events events = Events.then(event -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            if (Events.text(event).equals("a=1")) {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
            }
        });
        notifier.subscribe("a", events);
        server.tell("a", "1", "2");
        events.awaitTold("CONNECTED", "a=1");
        stage.time.advance(LIMIT);
        events.awaitTold("CONNECTED", "a=1", "HANDLER_TIMEOUT", "a=2");
        assertThat(interrupted).containsOnly(false);
    }

    @Test
    void timeout_thatIsIgnored_isReportedOnce_andTheGapComesWhenItReturns() {
        Events events = Events.then(event -> {
            if (Events.text(event).equals("a=1")) {
                awaitWhateverHappens(release);
            }
        });
        notifier.subscribe("a", events);
        server.tell("a", "1", "2");
        events.awaitTold("CONNECTED", "a=1");
        stage.time.advance(LIMIT);
        heard.awaitLines("error", "error a=1: " + OVERDUE);
        stage.time.awaitWaiters(1);
        stage.time.advance(LIMIT.multipliedBy(10));
        stage.time.awaitWaiters(1);
        assertThat(events.told).containsExactly("CONNECTED", "a=1");
        release.countDown();
        events.awaitTold("CONNECTED", "a=1", "HANDLER_TIMEOUT", "a=2");
        heard.awaitLines("error", "error a=1: " + OVERDUE);
    }

    @Test
    void timeout_ofTheGapItself_isFollowedByAnother() {
        CountDownLatch never = new CountDownLatch(1);
        Events events = new Events();
        events.then = event -> {
            if (events.told.size() == 2 || events.told.size() == 3) {
                never.await();
            }
        };
        notifier.subscribe("a", events);
        server.tell("a", "1", "2");
        events.awaitTold("CONNECTED", "a=1");
        stage.time.awaitWaiters(1);
        stage.time.advance(LIMIT);
        events.awaitTold("CONNECTED", "a=1", "HANDLER_TIMEOUT");
        stage.passUntil(Duration.ofSeconds(1), () -> events.told.size() == 5);
        events.awaitTold("CONNECTED", "a=1", "HANDLER_TIMEOUT", "HANDLER_TIMEOUT", "a=2");
    }

    @Test
    void timeout_ofAHandlerWhoseSubscriptionIsClosed_isFollowedByNothing() {
        CountDownLatch never = new CountDownLatch(1);
        Events events = Events.then(event -> never.await());
        Subscription subscription = notifier.subscribe("a", events);
        events.awaitTold("CONNECTED");
        subscription.close();
        stage.time.awaitWaiters(1);
        stage.time.advance(LIMIT);
        heard.awaitLines("error", "error CONNECTED: " + OVERDUE);
        eventually().until(() -> !subscription.isBusy());
        assertThat(events.told).containsExactly("CONNECTED");
    }

    @Test
    void timeoutOff_letsAHandlerTakeADay() {
        Events events = Events.then(event -> release.await());
        notifier.subscription("a").handlerTimeoutOff().subscribe(events);
        events.awaitTold("CONNECTED");
        stage.time.awaitWaiters(1);
        stage.time.advance(Duration.ofDays(1));
        stage.time.awaitWaiters(1);
        assertThat(heard.errors).isEmpty();
    }

    @Test
    void timeout_ofOneSubscription_isItsOwn() {
        Events hasty = Events.then(event -> release.await());
        Events patient = Events.then(event -> release.await());
        notifier.subscription("a").handlerTimeout(Duration.ofSeconds(1)).subscribe(hasty);
        notifier.subscribe("a", patient);
        hasty.awaitTold("CONNECTED");
        patient.awaitTold("CONNECTED");
        stage.time.awaitWaiters(1);
        stage.time.advance(Duration.ofSeconds(1));
        heard.awaitLines(
                "error", "error CONNECTED: a handler took longer than handlerTimeout (1 s) and is interrupted");
    }

    @Test
    void interrupt_thatAHookLeavesBehind_endsNothing() {
        heard.onLine = line -> {
            if (line.startsWith("error")) {
                Thread.currentThread().interrupt();
            }
        };
        Events events = Events.then(event -> {
            if (Events.text(event).equals("a=1")) {
                throw new InterruptedException("of the handler's own");
            }
        });
        notifier.subscribe("a", events);
        server.tell("a", "1", "2");
        events.awaitTold("CONNECTED", "a=1", "a=2");
    }

    @Test
    void parallelism_handlesSoManyAtOnce() {
        CyclicBarrier together = new CyclicBarrier(3);
        Events events = Events.then(event -> {
            if (event instanceof Notification) {
                together.await(15, TimeUnit.SECONDS);
            }
        });
        notifier.subscription("a").parallelism(3).subscribe(events);
        server.tell("a", "1", "2", "3", "4", "5", "6");
        eventually().until(() -> notifier.statistics().delivered() == 6);
        eventually().until(() -> together.getNumberWaiting() == 0);
        assertThat(events.told).containsExactlyInAnyOrder("CONNECTED", "a=1", "a=2", "a=3", "a=4", "a=5", "a=6");
        assertThat(heard.errors).isEmpty();
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException ignored) {
                // That is what is tested.
            }
        }
    }
}
