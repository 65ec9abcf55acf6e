package io.github.pgchime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults as the server prints them. */
final class DefaultExpressionTest {

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
        assertThat(DefaultExpression.literal(expression)).contains(text);
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
    void whatIsComputed_isNoLiteral(String expression) {
        assertThat(DefaultExpression.literal(expression)).isEmpty();
    }

    @Test
    void literal_ofAnyLength_isItsText() {
        String text = "x\n".repeat(50_000) + "''x".repeat(50_000);
        assertThat(DefaultExpression.literal("'" + text + "'::text")).contains(text.replace("''", "'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "now()|true",
                "nextval('s'::regclass)|true",
                "(now() + '1 day'::interval)|true",
                "public.\"F\"()|true",
                "CURRENT_DATE|true",
                "LOCALTIMESTAMP(3)|true",
                "(1 + 2)|false",
                "'now()'::text|false",
                "7|false"
            })
    void functionsResult_isACall(String expression, boolean call) {
        assertThat(DefaultExpression.isCall(expression)).isEqualTo(call);
    }
}
