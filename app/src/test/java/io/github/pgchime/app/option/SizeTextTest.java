package io.github.pgchime.app.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class SizeTextTest {

    @ParameterizedTest
    @CsvSource({"0B, 0", "512B, 512", "64KiB, 65536", "64MiB, 67108864", "999999999GiB, 1073741822926258176"})
    void size_wellFormed_isRead(String text, long expected) {
        assertThat(new SizeText().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "KiB", "-1KiB", "1.5GiB", "64 MiB", "64MB", "64mib", "1TiB", "1000000000B", "٥B"})
    void size_malformed_isRejectedWithWhatWouldBeRight(String text) {
        assertThatThrownBy(() -> new SizeText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text
                        + "' is not a size; expected a whole number and a unit, such as 64KiB, 64MiB or 1GiB");
    }
}
