package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {

    static final List<Arguments> NAMES = List.of(
            Arguments.of("public.orders", "public", "orders"),
            Arguments.of(" public.orders ", "public", "orders"),
            Arguments.of("Public.OrderItems", "public", "orderitems"),
            Arguments.of("ÄRGER.ÄTNA", "Ärger", "Ätna"),
            Arguments.of("_a$1.b2_", "_a$1", "b2_"),
            Arguments.of("\"My Schema\".\"a \"\"b\"\"\"", "My Schema", "a \"b\""),
            Arguments.of("\"S.p\".\"new\nline\"", "S.p", "new\nline"),
            Arguments.of("\" \".\"1\"", " ", "1"),
            Arguments.of("表.\"😀\"", "表", "😀"));

    @ParameterizedTest
    @FieldSource("NAMES")
    void text_asSqlWritesIt_isParsed(String text, String schema, String table) {
        assertThat(TableName.parse(text)).isEqualTo(new TableName(schema, table));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "orders",
                "public.",
                ".orders",
                "public..orders",
                "public.orders.id",
                "public. orders",
                "public orders",
                "1a.b",
                "$a.b",
                "\"a.b",
                "\"a\".\"b",
                "\"a\".\"b\"c",
                "\"a\"b.c",
                "\"\".b",
                "a.\"\"",
                "a.*",
                "a.\"b\0\""
            })
    void text_thatIsNoQualifiedName_isRefusedWithWhatWouldBeRight(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TableName.parse(text))
                .withMessageContaining("expected schema.table");
    }

    @Test
    void name_withAnEmptyPartOrANul_isRefused() {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new TableName("", "b"));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new TableName("a", ""));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new TableName("a", "b\0"));
    }

    @Test
    void names_areOrderedBySchemaThenTable() {
        TableName aZ = new TableName("a", "z");
        TableName bA = new TableName("b", "a");
        TableName bB = new TableName("b", "b");
        assertThat(List.of(bB, aZ, bA).stream().sorted()).containsExactly(aZ, bA, bB);
    }

    @Test
    void text_isThePlainForm() {
        assertThat(new TableName("My Schema", "t")).hasToString("My Schema.t");
    }
}
