package io.github.pgchime.delivery;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConfigException;
import io.github.pgchime.lifecycle.FakeTime;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules are those of the Reactive Streams, version 1.0.4. */
@Timeout(30)
final class DemandSubscriptionTest {

    private final FakeTime time = new FakeTime();
    private final Letters letters = new Letters(time);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void end() {
        letters.end(Optional.empty());
    }

    @Test
    void nothing_isTakenWithoutDemand() throws Exception {
        start();
        letters.put("a");
        assertThat(letters.take()).contains("a");
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void demand_isMetAndNeverExceeded() throws Exception {
        start();
        recorder.request(2);
        letters.put("a");
        recorder.awaitSignals("subscribed", "a");
        letters.put("b");
        recorder.awaitSignals("subscribed", "a", "b");
        letters.put("c");
        assertThat(letters.take()).contains("c");
        recorder.request(1);
        letters.put("a");
        recorder.awaitSignals("subscribed", "a", "b", "a");
    }

    @Test
    void demand_asGreatAsItGets_isNeverUsedUp() {
        start();
        recorder.request(Long.MAX_VALUE - 1);
        recorder.request(Long.MAX_VALUE);
        for (int i = 1; i <= 3; i++) {
            letters.put("a");
            int expected = i + 1;
            eventually().until(() -> recorder.signals.size() == expected);
        }
    }

    @Test
    void request_fromWithinOnNext_isMet() {
        recorder.onNext = item -> recorder.request(1);
        start();
        recorder.request(1);
        letters.put("a");
        recorder.awaitSignals("subscribed", "a");
        letters.put("a");
        recorder.awaitSignals("subscribed", "a", "a");
    }

    @Test
    void end_completesOnce_evenWithoutDemand() throws Exception {
        Thread thread = start();
        letters.end(Optional.empty());
        recorder.awaitSignals("subscribed", "complete");
        assertThat(thread.join(DEADLINE)).isTrue();
    }

    @Test
    void failure_isAnError_evenWithoutDemand() throws Exception {
        Thread thread = start();
        letters.end(Optional.of(new ConfigException("wrong")));
        recorder.awaitSignals("subscribed", "error ConfigException: wrong");
        assertThat(thread.join(DEADLINE)).isTrue();
    }

    @Test
    void finish_completesAfterWhatWaits() throws Exception {
        Thread thread = start();
        letters.put("a");
        letters.put("b");
        letters.finish(Optional.empty());
        recorder.request(1);
        recorder.awaitSignals("subscribed", "a");
        assertThat(thread.isAlive()).isTrue();
        recorder.request(1);
        recorder.awaitSignals("subscribed", "a", "b", "complete");
        assertThat(thread.join(DEADLINE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void illegalRequest_isAnErrorAndTheEnd(long count) throws Exception {
        Thread thread = start();
        recorder.request(count);
        recorder.awaitSignals(
                "subscribed",
                "error IllegalArgumentException: a Subscription's request must be for more than zero items");
        assertThat(thread.join(DEADLINE)).isTrue();
        letters.put("a");
        assertThat(letters.take()).contains("a");
    }

    @Test
    void cancel_endsWithoutAnotherSignal_andTakesNothingMore() throws Exception {
        Thread thread = start();
        recorder.request(5);
        recorder.cancel();
        recorder.cancel();
        recorder.request(5);
        assertThat(thread.join(DEADLINE)).isTrue();
        letters.put("a");
        assertThat(letters.take()).contains("a");
        letters.end(Optional.empty());
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void cancel_fromWithinOnNext_interruptsNoSubscribersCode() throws Exception {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        recorder.onNext = item -> {
            recorder.cancel();
            interrupted.set(Thread.currentThread().isInterrupted());
        };
        Thread thread = start();
        recorder.request(5);
        letters.put("a");
        assertThat(thread.join(DEADLINE)).isTrue();
        assertThat(interrupted.get()).isFalse();
        assertThat(recorder.signals).containsExactly("subscribed", "a");
    }

    @Test
    void illegalRequest_afterCancel_isIgnored() throws Exception {
        Thread thread = start();
        recorder.cancel();
        recorder.request(-1);
        assertThat(thread.join(DEADLINE)).isTrue();
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void onNext_thatThrows_isTheEndOfThisSubscriber() throws Exception {
        recorder.onNext = item -> {
            throw new IllegalStateException("handler");
        };
        Thread thread = start();
        recorder.request(5);
        letters.put("a");
        assertThat(thread.join(DEADLINE)).isTrue();
        assertThat(recorder.signals).containsExactly("subscribed", "a", "error IllegalStateException: handler");
    }

    @Test
    void onComplete_thatThrows_isNotFollowedByAnError() throws Exception {
        recorder.onEnd = () -> {
            throw new IllegalStateException("handler");
        };
        Thread thread = start();
        letters.end(Optional.empty());
        assertThat(thread.join(DEADLINE)).isTrue();
        assertThat(recorder.signals).containsExactly("subscribed", "complete");
    }

    @Test
    void interrupt_ofItsThread_isAnError() throws Exception {
        Thread thread = start();
        thread.interrupt();
        assertThat(thread.join(DEADLINE)).isTrue();
        assertThat(recorder.signals).hasSize(2).last().asString().startsWith("error InterruptedException");
    }

    private Thread start() {
        Thread thread = new DemandSubscription<>(letters, recorder).start();
        eventually().until(() -> recorder.signals.size() == 1);
        return thread;
    }

    /** Writes down what it is told. */
    private static final class Recorder implements Flow.Subscriber<String> {
        private final ConcurrentLinkedQueue<String> signals = new ConcurrentLinkedQueue<>();
        private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        private volatile Consumer<String> onNext = item -> {};
        private volatile Runnable onEnd = () -> {};

        void request(long count) {
            subscription.get().request(count);
        }

        void cancel() {
            subscription.get().cancel();
        }

        void awaitSignals(String... expected) {
            eventually().untilAsserted(() -> assertThat(signals).containsExactly(expected));
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
            signals.add("subscribed");
        }

        @Override
        public void onNext(String item) {
            signals.add(item);
            onNext.accept(item);
        }

        @Override
        public void onError(Throwable error) {
            signals.add("error " + error.getClass().getSimpleName() + ": " + error.getMessage());
            onEnd.run();
        }

        @Override
        public void onComplete() {
            signals.add("complete");
            onEnd.run();
        }
    }
}
