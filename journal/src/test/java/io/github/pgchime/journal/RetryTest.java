package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {

    @Test
    void delays_double_upToTheLast_withJitter() {
        Retry retry = Retry.usual();
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            assertThat(retry.delay(1, random)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(retry.delay(3, random)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
            assertThat(retry.delay(900, random)).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
        }
    }

    @Test
    void attempts_end() {
        assertThat(Retry.usual().goesOnAfter(4)).isTrue();
        assertThat(Retry.usual().goesOnAfter(5)).isFalse();
        assertThat(Retry.never().goesOnAfter(1)).isFalse();
    }

    @Test
    void values_outOfRange_areRefused() {
        refused(0, 1, 1, "0 attempts");
        refused(1001, 1, 1, "1001 attempts");
        refused(5, 0, 1, "expected a positive first delay");
        refused(5, 2, 1, "at least as long");
        refused(5, 1, 700_000, "up to PT168H");
    }

    private static void refused(int attempts, long first, long most, String why) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new Retry(attempts, Duration.ofSeconds(first), Duration.ofSeconds(most)))
                .withMessageContaining(why);
    }
}
