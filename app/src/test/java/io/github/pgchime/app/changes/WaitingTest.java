package io.github.pgchime.app.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WaitingTest {

    private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE);
    private final List<String> released = new ArrayList<>();
    private final List<Runnable> meanwhile = new ArrayList<>();
    private final Waiting waiting = new Waiting(this::waits, () -> released.add("released"), ticks::get);

    /** What others do while it waits; then something has come. */
    private boolean waits() {
        meanwhile.forEach(Runnable::run);
        return true;
    }

    @Test
    void next_lastsForAsLongAsItWaits() {
        meanwhile.add(() -> {
            ticks.addAndGet(5);
            assertThat(waiting.lasted()).isEqualTo(Duration.ofNanos(5));
        });
        assertThat(waiting.lasted()).isZero();
        assertThat(waiting.next()).isTrue();
        assertThat(waiting.lasted()).isZero();
        assertThat(waiting.next()).isTrue();
        assertThat(waiting.isOver()).isFalse();
        assertThat(released).isEmpty();
    }

    @Test
    void end_ofAWait_releasesIt_andWhatCameJustThenIsLeft() {
        meanwhile.add(waiting::end);
        assertThat(waiting.next()).isFalse();
        assertThat(released).containsExactly("released");
        assertThat(waiting.isOver()).isTrue();
        assertThat(waiting.next()).isFalse();
    }

    @Test
    void end_whileSomethingIsWritten_takesNothingAway() {
        assertThat(waiting.next()).isTrue();
        waiting.end();
        assertThat(released).isEmpty();
        assertThat(waiting.isOver()).isTrue();
        assertThat(waiting.next()).isFalse();
        assertThat(released).isEmpty();
    }
}
