package io.github.pgchime.app.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class IdleWatchTest {

    private final AtomicLong ticks = new AtomicLong();
    private final List<Long> pauses = new ArrayList<>();
    private final List<String> released = new ArrayList<>();

    @Test
    void wait_thatHasLastedSoLong_isEnded() {
        Waiting[] waiting = new Waiting[1];
        waiting[0] = waiting(() -> {
            watch(waiting[0], time -> ticks.addAndGet(Math.min(30, time.toNanos())))
                    .run();
            return true;
        });
        assertThat(waiting[0].next()).isFalse();
        assertThat(pauses).containsExactly(100L, 70L, 40L, 10L);
        assertThat(released).hasSize(1);
    }

    @Test
    void time_inWhichNobodyWaits_doesNotCount() {
        Waiting waiting = waiting(() -> true);
        watch(waiting, time -> {
                    ticks.addAndGet(time.toNanos());
                    if (pauses.size() == 3) {
                        throw new InterruptedException();
                    }
                })
                .run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pauses).containsExactly(100L, 100L, 100L);
        assertThat(waiting.isOver()).isFalse();
    }

    private Waiting waiting(BooleanSupplier next) {
        return new Waiting(next, () -> released.add("released"), ticks::get);
    }

    private IdleWatch watch(Waiting waiting, IdleWatch.Pause pause) {
        return new IdleWatch(waiting, Duration.ofNanos(100), time -> {
            pauses.add(time.toNanos());
            pause.of(time);
        });
    }
}
