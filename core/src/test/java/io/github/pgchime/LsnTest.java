package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

    @ParameterizedTest
    @CsvSource({
        "0/0, 0",
        "16/B374D848, 16B374D848",
        "FFFFFFFF/FFFFFFFF, FFFFFFFFFFFFFFFF",
        "80000000/0, 8000000000000000",
        "1/80000000, 180000000"
    })
    void text_ofPgLsn_isReadAndWritten(String text, String value) {
        Lsn lsn = new Lsn(Long.parseUnsignedLong(value, 16));
        assertThat(Lsn.parse(text)).isEqualTo(lsn);
        assertThat(lsn).hasToString(text);
    }

    @Test
    void text_inLowerCaseOrWithLeadingZeros_isRead() {
        assertThat(Lsn.parse("0000000a/0b")).isEqualTo(new Lsn(0xA_0000_000BL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "0",
                "/0",
                "0/",
                "0/0/0",
                "123456789/0",
                "0/123456789",
                "G/0",
                "0/-1",
                "+1/0",
                " 0/0",
                "0/٣"
            })
    void text_ofAnotherForm_isRefused(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Lsn.parse(text))
                .withMessageContaining("16/B374D848");
    }

    @Test
    void positions_areComparedUnsigned() {
        assertThat(Lsn.ZERO).isLessThan(new Lsn(1));
        assertThat(new Lsn(Long.MAX_VALUE)).isLessThan(new Lsn(Long.MIN_VALUE));
        assertThat(new Lsn(-1)).isGreaterThan(new Lsn(Long.MIN_VALUE)).isEqualByComparingTo(new Lsn(-1));
    }
}
