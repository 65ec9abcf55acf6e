package io.github.pgchime.nudge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetryTest {

    private static final long START = Long.MAX_VALUE - 5;

    private final Retry retry = new Retry();

    @Test
    void fresh_asksNever() {
        assertThat(retry.at()).isEmpty();
    }

    @Test
    void again_doublesFromOneMillisecondToOneSecond() {
        List<Long> delays = new ArrayList<>();
        retry.begin(START);
        for (long now = START; delays.size() < 13; ) {
            long at = retry.at().orElseThrow();
            delays.add(Duration.ofNanos(at - now).toMillis());
            now = at;
            retry.asking();
            retry.again(now);
        }
        assertThat(delays).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1000L, 1000L, 1000L);
    }

    @Test
    void again_beforeTheTick_letsItStand() {
        retry.begin(0);
        retry.again(500_000);
        assertThat(retry.at()).hasValue(1_000_000);
    }

    @Test
    void begin_whileOthersWaitLong_asksSoon() {
        retry.begin(0);
        for (int i = 0; i < 20; i++) {
            retry.asking();
            retry.again(0);
        }
        retry.begin(7);
        assertThat(retry.at()).hasValue(1_000_007);
    }

    @Test
    void stop_beginsFromTheFirstDelayNextTime() {
        retry.begin(0);
        retry.asking();
        retry.again(0);
        retry.stop();
        assertThat(retry.at()).isEmpty();
        retry.again(0);
        assertThat(retry.at()).hasValue(1_000_000);
    }

    @Test
    void at_isThatTick() {
        retry.at(42);
        assertThat(retry.at()).hasValue(42);
        retry.asking();
        retry.again(42);
        assertThat(retry.at()).hasValue(1_000_042);
    }
}
