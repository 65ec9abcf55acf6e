package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"\"", " {\"a\":[1,{\"b\":\"é😀\"}]} ", "[]", "\"\\\\u0000\"", "1e400"})
    void of_json_isKeptAsItIs(String text) {
        assertThat(Json.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{secret",
                "secret",
                "1 2",
                "{} []",
                "{\"a\":}",
                "[1,]",
                "\"secret",
                "\"a\nb\"",
                "\"a\0b\""
            })
    void of_noJson_saysWhereAndNotWhat(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Json.of(text))
                .withMessageStartingWith("the JSON text is")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\u0000\"", "{\"\\u0000\":1}", "[{\"a\":[\"\\\\\\u0000\"]}]"})
    void of_nulInAString_saysWhatToDo(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Json.of(text))
                .withMessageContaining("\\u0000")
                .withMessageContaining("base64");
    }

    @Test
    void of_deepNesting_isLeftToTheServer() {
        String deep = "[".repeat(3_000) + "]".repeat(3_000);
        assertThat(Json.of(deep).text()).hasSize(6_000);
    }
}
