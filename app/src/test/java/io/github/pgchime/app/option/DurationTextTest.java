package io.github.pgchime.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "0ms, PT0S",
        "50ms, PT0.05S",
        "10s, PT10S",
        "5m, PT5M",
        "1h, PT1H",
        "999999999999h, PT999999999999H"
    })
    void duration_wellFormed_isRead(String text, Duration expected) {
        assertThat(new DurationText().convert(text)).isEqualTo(expected);
        assertThat(new Limit.Text().convert(text)).isEqualTo(new Limit(Optional.of(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "ms", "-5s", "+5s", "1.5s", "5 s", "5S", "5d", "PT5S", "1000000000000h", "off", "٥s"})
    void duration_malformed_isRejectedWithWhatWouldBeRight(String text) {
        assertThatThrownBy(() -> new DurationText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not a duration; expected a whole number and a unit, such as 50ms, 10s,"
                        + " 5m or 1h");
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "5, PT5S", "999999999999, PT999999999999S", "50ms, PT0.05S", "5m, PT5M"})
    void seconds_withOrWithoutUnit_areRead(String text, Duration expected) {
        assertThat(new SecondsText().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "1.5", "1000000000000", "٥", "5d"})
    void seconds_malformed_areRejectedWithWhatWouldBeRight(String text) {
        assertThatThrownBy(() -> new SecondsText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("expected a whole number of seconds, or a number and a unit, such as 50ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OFF", "never", "5"})
    void limit_malformed_isRejectedAndOffIsOffered(String text) {
        assertThatThrownBy(() -> new Limit.Text().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageEndingWith("5m or 1h, or off");
    }

    @ParameterizedTest
    @ValueSource(strings = "off")
    void limit_off_isNone(String text) {
        assertThat(new Limit.Text().convert(text)).isEqualTo(new Limit(Optional.empty()));
    }
}
