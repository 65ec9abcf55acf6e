package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuthMethodTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    scram-sha-256        | scram-sha-256
                    none , md5           | none,md5
                    !password,!md5       | none,scram-sha-256
                    !gss,!sspi,!none     | password,md5,scram-sha-256
                    !oauth               | none,password,md5,scram-sha-256
                    """)
    void parse_list_methods(String text, String methods) {
        assertThat(AuthMethod.text(AuthMethod.parse(text))).isEqualTo(methods);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    none,!md5            | require_auth mixes methods with a ! and without; expected the one or the other
                    !none,md5            | require_auth mixes methods with a ! and without; expected the one or the other
                    none,none            | require_auth names "none" twice; once will do
                    gss                  | require_auth names "gss", which pgchime does not speak
                    scram                | require_auth names "scram", which is not known; expected none,password,md5,scram-sha-256
                    none,                | require_auth names (not shown, it may be a secret), which is not known; expected none,password,md5,scram-sha-256
                    """)
    void parse_anythingElse_saysWhatIsRight(String text, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> AuthMethod.parse(text))
                .withMessage(message);
    }

    @Test
    void builder_noMethod_isRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectionOptions.builder().requireAuth(Set.of()))
                .withMessage("require_auth leaves no method; name one");
        assertThat(ConnectionOptions.builder().user("u").build().requireAuth())
                .isEqualTo(EnumSet.of(AuthMethod.NONE, AuthMethod.SCRAM_SHA_256));
    }

    @ParameterizedTest
    @EnumSource
    void channelBinding_ownSpelling_same(ChannelBinding mode) {
        assertThat(ChannelBinding.parse(mode.spelling())).isEqualTo(mode);
    }

    @Test
    void channelBinding_anythingElse_saysWhatIsRight() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ChannelBinding.parse("on"))
                .withMessage("channel_binding \"on\" is not known; expected one of disable, prefer, require");
    }
}
