package io.github.pgchime.decode.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.decode.Payload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruncationTest {

    @ParameterizedTest
    @CsvSource({"00, false, false", "01, true, false", "02, false, true", "03, true, true"})
    void truncation_ofSeveral_saysHow(String options, boolean cascade, boolean restartIdentity) {
        assertThat(decode("00000002" + options + "00004002 fffffffe"))
                .isEqualTo(new Truncation(List.of(0x4002, -2), cascade, restartIdentity));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000001",
                "00000001 00",
                "7fffffff 00 00004002",
                "ffffffff 00",
                "00000001 00 00004002 00",
                "00000000 00 000040"
            })
    void truncation_malformed_isRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(hex));
    }

    private static Truncation decode(String hex) {
        return Truncation.decode(Payload.hex(hex).reader());
    }
}
