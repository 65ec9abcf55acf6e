package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerEncodingTest {

    @Test
    void encoding_unicodeOrUnknownToTheServer_isUtf8() {
        assertThat(ServerEncoding.charset("UTF8")).isEqualTo(StandardCharsets.UTF_8);
        assertThat(ServerEncoding.charset("SQL_ASCII")).isEqualTo(StandardCharsets.UTF_8);
    }

    /** A byte and its character, from PostgreSQL's own maps in src/backend/utils/mb/Unicode. */
    @ParameterizedTest
    @CsvSource({
        "LATIN1, E9, é",
        "LATIN2, B1, ą",
        "LATIN3, A1, Ħ",
        "LATIN4, A2, ĸ",
        "LATIN5, F0, ğ",
        "LATIN7, D8, Ų",
        "LATIN9, A4, €",
        "LATIN10, AA, Ș",
        "ISO_8859_5, B0, А",
        "ISO_8859_6, C7, ا",
        "ISO_8859_7, E1, α",
        "ISO_8859_8, E0, א",
        "WIN1250, B9, ą",
        "WIN1251, C0, А",
        "WIN1252, 80, €",
        "WIN1253, E1, α",
        "WIN1254, F0, ğ",
        "WIN1255, E0, א",
        "WIN1256, C7, ا",
        "WIN1257, D8, Ų",
        "WIN1258, FE, ₫",
        "WIN866, 80, А",
        "WIN874, A1, ก",
        "KOI8R, C1, а",
        "KOI8U, A4, є",
        "EUC_JP, C6FC, 日",
        "EUC_CN, C8D5, 日",
        "EUC_KR, C7D1, 한",
        "EUC_TW, C4E3, 中"
    })
    void encoding_readsItsBytes(String encoding, String hex, String character) {
        assertThat(new String(Payload.hex(hex).bytes(), ServerEncoding.charset(encoding)))
                .isEqualTo(character);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN6", "LATIN8", "EUC_JIS_2004", "MULE_INTERNAL", "KLINGON", ""})
    void encoding_thatJavaLacks_isRefusedWithItsNameAndTheRemedy(String encoding) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerEncoding.charset(encoding))
                .withMessageContaining('"' + encoding + '"')
                .withMessageContaining("UTF8");
    }
}
