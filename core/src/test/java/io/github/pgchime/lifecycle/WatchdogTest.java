package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeTime time = new FakeTime();
    private final AtomicLong heard = new AtomicLong(time.nanos());
    private final List<Duration> barks = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofVirtual()
            .start(new Watchdog(LIMIT, time, () -> Duration.ofNanos(time.nanos() - heard.get()), barks::add));

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void silence_ofTheLimit_isToldOnceAndEndsTheWatch() throws InterruptedException {
        time.awaitWaiters(1);
        time.advance(LIMIT);
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(barks).containsExactly(LIMIT);
    }

    @Test
    void sound_meanwhile_startsTheSilenceAnew() throws InterruptedException {
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(59));
        heard.set(time.nanos());
        time.advance(Duration.ofSeconds(59));
        time.awaitWaiters(1);
        assertThat(barks).isEmpty();
        assertThat(thread.isAlive()).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(barks).containsExactly(LIMIT);
    }

    @Test
    void interrupt_endsTheWatchWithoutAWord() throws InterruptedException {
        time.awaitWaiters(1);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(barks).isEmpty();
    }
}
