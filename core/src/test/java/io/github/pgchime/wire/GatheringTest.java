package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final long MILLISECOND = 1_000_000;

    private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 5 * MILLISECOND);
    private final List<Long> pauses = new ArrayList<>();
    private final Gathering gathering = new Gathering(ticks::get, pauses::add);

    @Test
    void reads_apart_neverPause() {
        for (int i = 0; i < 1_000; i++) {
            ticks.addAndGet(MILLISECOND / 10);
            gathering.accept(100);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void reads_inQuickSuccession_pauseForAMillisecondEach() {
        flow();
        assertThat(pauses).containsExactly(MILLISECOND);
        gathering.accept(5_000);
        gathering.accept(5_000);
        assertThat(pauses).containsExactly(MILLISECOND, MILLISECOND, MILLISECOND);
    }

    @Test
    void flow_readThatBroughtMuch_isFollowedAtOnce() {
        flow();
        gathering.accept(32 * 1024);
        assertThat(pauses).hasSize(1);
        gathering.accept(5_000);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void flow_pauseThatBroughtLittle_endsIt() {
        flow();
        gathering.accept(100);
        gathering.accept(5_000);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void flow_thatEnded_beginsAnew() {
        flow();
        gathering.accept(100);
        flow();
        assertThat(pauses).hasSize(2);
    }

    private void flow() {
        for (int i = 0; i < 16; i++) {
            ticks.addAndGet(MILLISECOND / 100);
            gathering.accept(100);
        }
    }
}
