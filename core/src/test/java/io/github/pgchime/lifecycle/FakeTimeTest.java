package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FakeTimeTest {

    private final FakeTime time = new FakeTime();

    @Test
    void advance_movesBothClocks() {
        Instant instant = time.instant();
        long nanos = time.nanos();
        time.advance(Duration.ofSeconds(3));
        assertThat(Duration.between(instant, time.instant())).isEqualTo(Duration.ofSeconds(3));
        assertThat(time.nanos() - nanos).isEqualTo(3_000_000_000L);
    }

    @Test
    void advance_reachingTheDeadline_wakesTheWaiter() throws Exception {
        long until = time.after(Duration.ofSeconds(5));
        CompletableFuture<Boolean> rung = CompletableFuture.supplyAsync(() -> await(until));
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(4));
        time.awaitWaiters(1);
        assertThat(rung).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(time.waiting()).isZero();
        assertThat(rung.get(10, TimeUnit.SECONDS)).isFalse();
    }

    private boolean await(long until) {
        try {
            return new Alarm(time).await(until);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
