package io.github.pgchime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults as the server prints them. */
final class DefaultLiteralTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7|7",
                "1.5|1.5",
                "'-7'::integer|-7",
                "(-7)|-7",
                "true|t",
                "false|f",
                "'it''s'::character varying|it's",
                "'2020-01-02'::date|2020-01-02",
                "'2020-01-02 00:00:00+00'::timestamp with time zone|2020-01-02 00:00:00+00",
                "'{x}'::text[]|{x}",
                "B'101'::\"bit\"|101",
                "'ok'::public.mood|ok",
                "(1.5)::numeric(5,2)|1.5"
            })
    void literal_isItsText(String expression, String text) {
        assertThat(DefaultLiteral.of(expression)).contains(text);
    }

    @Test
    void literal_ofAnyLength_isItsText() {
        String text = "x\n".repeat(50_000) + "''";
        assertThat(DefaultLiteral.of("'" + text + "'::text")).contains(text.replace("''", "'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now()",
                "nextval('s'::regclass)",
                "('a'::text || 'b'::text)",
                "(1 + 2)",
                "CURRENT_DATE",
                "NULL::text",
                "ARRAY[1, 2]"
            })
    void whatIsComputed_isNone(String expression) {
        assertThat(DefaultLiteral.of(expression)).isEmpty();
    }
}
