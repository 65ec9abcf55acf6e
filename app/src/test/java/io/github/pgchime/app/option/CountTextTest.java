package io.github.pgchime.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class CountTextTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "007, 7", "999999999999999999, 999999999999999999"})
    void count_fromOneOn_isRead(String text, long expected) {
        assertThat(new CountText().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", "-1", "1.0", "x", "1000000000000000000", "٥"})
    void count_ofAnythingElse_isRejected(String text) {
        assertThatThrownBy(() -> new CountText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not a whole number from 1 on");
    }
}
