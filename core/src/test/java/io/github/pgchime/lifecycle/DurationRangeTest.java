package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationRangeTest {

    private final DurationRange range = new DurationRange(Duration.ofMillis(1), Duration.ofHours(1));

    @Test
    void bothEnds_belongToIt() {
        assertThatNoException().isThrownBy(() -> range.require("limit", Duration.ofMillis(1)));
        assertThatNoException().isThrownBy(() -> range.require("limit", Duration.ofHours(1)));
    }

    @Test
    void outside_isNamedWithWhatWouldBeRight() {
        assertThatThrownBy(() -> range.require("limit", Duration.ofNanos(999_999)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("limit PT0.000999999S is out of range; expected 1 ms to 3600 s");
        assertThatThrownBy(() -> range.require("limit", Duration.ofHours(1).plusNanos(1)))
                .hasMessage("limit PT1H0.000000001S is out of range; expected 1 ms to 3600 s");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT1H, 3600 s",
        "PT-5S, -5 s",
        "PT1.5S, 1500 ms",
        "PT-0.001S, -1 ms",
        "PT0.0000001S, PT0.0000001S",
        "P2DT0.5S, PT48H0.5S",
        "P-2DT-0.5S, PT-48H-0.5S"
    })
    void text_isExact(Duration value, String text) {
        assertThat(DurationRange.text(value)).isEqualTo(text);
    }
}
