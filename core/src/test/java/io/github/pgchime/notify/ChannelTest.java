package io.github.pgchime.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelTest {

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Orders", "a\"b", "select", "übergröße", " ", "a.b; --", "\uD83D\uDD14"})
    void name_ofAnyCharacters_isKept(String name) {
        assertThat(Channel.require(name)).isEqualTo(name);
    }

    @Test
    void name_ofAsManyBytesAsPostgresKeeps_isKept() {
        assertThat(Channel.require("x".repeat(63))).hasSize(63);
        assertThat(Channel.require("ü".repeat(31) + "x")).hasSize(32);
    }

    @Test
    void name_ofOneByteMore_isRefusedWithBothSizes() {
        String name = "ü".repeat(32);
        assertThatThrownBy(() -> Channel.require(name))
                .isInstanceOf(ConfigException.class)
                .hasMessage("channel \"" + name + "\" has 64 bytes of UTF-8; expected 1 to 63, which is as much of a"
                        + " name as PostgreSQL keeps");
    }

    @Test
    void name_empty_isRefused() {
        assertThatThrownBy(() -> Channel.require(""))
                .isInstanceOf(ConfigException.class)
                .hasMessage("channel is empty; expected a name of 1 to 63 bytes");
    }

    @Test
    void nul_isRefused() {
        assertThatThrownBy(() -> Channel.require("a\0b"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("channel holds a NUL character, which PostgreSQL cannot take");
        assertThatThrownBy(() -> Channel.requirePayload("secret\0"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("payload holds a NUL character, which PostgreSQL cannot take");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDD14", "secret\uDD14\uD83D"})
    void halfOfASurrogatePair_isRefused(String text) {
        assertThatThrownBy(() -> Channel.require(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("channel holds half of a surrogate pair, which is no character");
        assertThatThrownBy(() -> Channel.requirePayload(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage("payload holds half of a surrogate pair, which is no character");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7_999})
    void payload_upToTheLimit_isKept(int bytes) {
        assertThat(Channel.requirePayload("x".repeat(bytes))).hasSize(bytes);
    }

    @Test
    void payload_isMeasuredInBytes() {
        assertThat(Channel.requirePayload("ü".repeat(3_999) + "x")).hasSize(4_000);
        assertThatThrownBy(() -> Channel.requirePayload("ü".repeat(4_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("payload has 8000 bytes of UTF-8; PostgreSQL takes at most 7999: send a key, and have the"
                        + " receiver read the rest");
    }

    @Test
    void payload_tooLong_isNotInTheMessage() {
        assertThatThrownBy(() -> Channel.requirePayload("secret".repeat(2_000)))
                .hasMessageContaining("12000")
                .hasMessageNotContaining("secret");
    }
}
