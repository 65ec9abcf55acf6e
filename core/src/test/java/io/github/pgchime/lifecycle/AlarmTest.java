package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private final FakeTime time = new FakeTime();
    private final Alarm alarm = new Alarm(time);

    @Test
    void ring_withNobodyWaiting_isKeptOnce() throws InterruptedException {
        alarm.ring();
        alarm.ring();
        assertThat(alarm.await(time.after(Duration.ofDays(1)))).isTrue();
        assertThat(alarm.await(time.nanos())).isFalse();
    }

    @Test
    void ring_afterTheDeadline_isStillARing() throws InterruptedException {
        alarm.ring();
        assertThat(alarm.await(time.nanos() - 1)).isTrue();
    }

    @Test
    void ring_wakesTheWaiter() throws Exception {
        CompletableFuture<Boolean> rung = waiting(Duration.ofDays(1));
        alarm.ring();
        assertThat(rung.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void deadline_endsTheWait() throws Exception {
        CompletableFuture<Boolean> rung = waiting(Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));
        assertThat(rung.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void deadline_tooFarToCount_isFarAway() throws Exception {
        CompletableFuture<Boolean> rung = waiting(Duration.ofSeconds(Long.MAX_VALUE));
        time.advance(Duration.ofDays(10_000));
        time.awaitWaiters(1);
        alarm.ring();
        assertThat(rung.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void interrupt_endsTheWait() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> alarm.await(time.after(Duration.ofDays(1))));
    }

    @Test
    void systemTime_passes() throws InterruptedException {
        TimeSource system = TimeSource.system();
        long until = system.after(Duration.ofMillis(1));
        assertThat(new Alarm(system).await(until)).isFalse();
        assertThat(system.nanos() - until).isNotNegative();
        assertThat(system.instant()).isAfter(Instant.EPOCH);
    }

    private CompletableFuture<Boolean> waiting(Duration limit) {
        CompletableFuture<Boolean> rung = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                rung.complete(alarm.await(time.after(limit)));
            } catch (InterruptedException e) {
                rung.completeExceptionally(e);
            }
        });
        time.awaitWaiters(1);
        return rung;
    }
}
