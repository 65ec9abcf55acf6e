package io.github.pgchime.decode.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmissionTest {

    @ParameterizedTest
    @CsvSource({"01, true", "00, false", "fe, false"})
    void emission_saysWhetherItBelongsToATransaction(String flags, boolean transactional) {
        Emission emission = decode(flags + "8000000000000001 c3a900 00000002 6162");
        assertThat(emission.transactional()).isEqualTo(transactional);
        assertThat(emission.lsn()).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(emission.prefix()).isEqualTo("é");
        assertThat(emission.length()).isEqualTo(2);
        assertThat(emission.content().text(StandardCharsets.UTF_8)).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource({"00000000, 0", "00000003, 3"})
    void content_cutOff_isWhatIsThere(String length, int whole) {
        Emission emission = decode("00 0000000000000001 00" + length);
        assertThat(emission.length()).isEqualTo(whole);
        assertThat(emission.content().remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01 00000000000000",
                "01 0000000000000001 61",
                "01 0000000000000001 00 0000",
                "01 0000000000000001 00 00000001 6162",
                "01 0000000000000001 00 ffffffff"
            })
    void emission_malformed_isRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(hex));
    }

    private static Emission decode(String hex) {
        return Emission.decode(Payload.hex(hex).reader());
    }
}
