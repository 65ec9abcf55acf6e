package io.github.pgchime.nudge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ticks run over the greatest long in the middle of some of these. */
final class WindowTest {

    private final Window window = new Window(Duration.ofNanos(10), Duration.ofNanos(25));

    @Test
    void window_beforeAnyWakeUp_isClosed() {
        assertThat(window.closesAt()).isEmpty();
        assertThat(window.isDue(Long.MIN_VALUE)).isFalse();
        assertThat(window.isDue(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE, Long.MAX_VALUE - 4, Long.MAX_VALUE - 12, Long.MIN_VALUE})
    void oneWakeUp_isDueAfterTheQuiet(long start) {
        window.wakeUp(start);
        assertThat(window.closesAt()).hasValue(start + 10);
        assertThat(window.isDue(start + 9)).isFalse();
        assertThat(window.isDue(start + 10)).isTrue();
        assertThat(window.isDue(start + 1_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE, Long.MAX_VALUE - 4, Long.MAX_VALUE - 12, Long.MAX_VALUE - 22})
    void steadyWakeUps_areDueAtTheLatestAfterTheLongestWait(long start) {
        window.wakeUp(start);
        window.wakeUp(start + 8);
        assertThat(window.closesAt()).hasValue(start + 18);
        window.wakeUp(start + 16);
        assertThat(window.closesAt()).hasValue(start + 25);
        window.wakeUp(start + 24);
        assertThat(window.closesAt()).hasValue(start + 25);
        assertThat(window.isDue(start + 24)).isFalse();
        assertThat(window.isDue(start + 25)).isTrue();
    }

    @Test
    void close_thenWakeUp_opensANewWindow() {
        window.wakeUp(0);
        window.close();
        assertThat(window.closesAt()).isEmpty();
        assertThat(window.isDue(1_000)).isFalse();
        window.wakeUp(100);
        assertThat(window.closesAt()).hasValue(110);
        window.wakeUp(109);
        window.wakeUp(118);
        assertThat(window.closesAt()).hasValue(125);
    }

    @Test
    void noQuiet_isDueAtOnce() {
        Window eager = new Window(Duration.ZERO, Duration.ZERO);
        eager.wakeUp(7);
        assertThat(eager.isDue(7)).isTrue();
    }

    @Test
    void noQuiet_withALongerWait_isDueAtOnce() {
        Window eager = new Window(Duration.ZERO, Duration.ofDays(1));
        eager.wakeUp(Long.MAX_VALUE);
        assertThat(eager.isDue(Long.MAX_VALUE)).isTrue();
    }
}
