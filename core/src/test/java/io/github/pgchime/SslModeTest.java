package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SslModeTest {

    @ParameterizedTest
    @CsvSource({
        "disable, DISABLE",
        "allow, ALLOW",
        "prefer, PREFER",
        "require, REQUIRE",
        "verify-ca, VERIFY_CA",
        "verify-full, VERIFY_FULL"
    })
    void parse_libpqSpelling_mode(String text, SslMode mode) {
        assertThat(SslMode.parse(text)).isEqualTo(mode);
    }

    @ParameterizedTest
    @EnumSource
    void parse_ownSpelling_same(SslMode mode) {
        assertThat(SslMode.parse(mode.spelling())).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    verify_full | sslmode "verify_full" is not known; expected one of disable, allow, prefer, require, verify-ca, verify-full
                    REQUIRE     | sslmode "REQUIRE" is not known; expected one of disable, allow, prefer, require, verify-ca, verify-full
                    """)
    void parse_anythingElse_saysWhatIsRight(String text, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SslMode.parse(text))
                .withMessage(message);
    }

    @Test
    void parse_noPlainWord_isNotRepeated() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SslMode.parse("s3cr3t!"))
                .withMessageStartingWith("sslmode (not shown, it may be a secret) is not known");
    }
}
