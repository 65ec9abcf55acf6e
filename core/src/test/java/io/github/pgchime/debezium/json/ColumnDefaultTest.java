package io.github.pgchime.debezium.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.catalog.TableDetail.ColumnDetail;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.DebeziumOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Columns of which nothing is said. */
final class ColumnDefaultTest {

    private static final ColumnDetail REQUIRED = new ColumnDetail(true, Optional.empty(), false);
    private static final ColumnDetail COMPUTED = new ColumnDetail(true, Optional.empty(), true);

    private static ColumnDefault column(BuiltIn type, ColumnDetail detail) {
        return new ColumnDefault(
                new TypeWriters(DebeziumOptions.defaults(), new Codecs(Map.of()))
                        .of(type.oid(), -1)
                        .orElseThrow(),
                detail);
    }

    private static ColumnDetail literal(String text) {
        return new ColumnDetail(true, Optional.of(text), false);
    }

    private static String missing(BuiltIn type, ColumnDetail detail) {
        return new String(column(type, detail).missing(), StandardCharsets.UTF_8);
    }

    private static Schema schema(BuiltIn type, ColumnDetail detail) {
        return column(type, detail).schema();
    }

    @Test
    void schema_isOptional_unlessTheColumnCannotBeNull() {
        assertThat(schema(BuiltIn.INT4, ColumnDetail.UNKNOWN)).isEqualTo(Schema.INT32.orNull());
        assertThat(schema(BuiltIn.INT4, REQUIRED)).isEqualTo(Schema.INT32);
    }

    @Test
    void schema_tellsTheDefault_whereDebeziumDoes() {
        assertThat(schema(BuiltIn.INT4, literal("7")).defaultValue()).contains("7");
        assertThat(schema(BuiltIn.TEXT, literal("é\"")).defaultValue()).contains("\"é\\\"\"");
        assertThat(schema(BuiltIn.INT4, COMPUTED).defaultValue()).contains("0");
        assertThat(schema(BuiltIn.JSONB, COMPUTED).defaultValue()).contains("\"{}\"");
        assertThat(schema(BuiltIn.BYTEA, literal("\\x00")).defaultValue()).isEmpty();
        assertThat(schema(BuiltIn.BYTEA, COMPUTED).defaultValue()).isEmpty();
        assertThat(schema(BuiltIn.INT4, literal("x")).defaultValue()).isEmpty();
        assertThat(schema(BuiltIn.NUMERIC, literal("1.5")).defaultValue()).isEmpty();
    }

    @Test
    void missing_isNull_unlessTheColumnCannotBe() {
        assertThat(missing(BuiltIn.INT4, new ColumnDetail(false, Optional.of("7"), false)))
                .isEqualTo("null");
        assertThat(missing(BuiltIn.INT4, REQUIRED)).isEqualTo("0");
        assertThat(missing(BuiltIn.INT4, literal("7"))).isEqualTo("7");
        assertThat(missing(BuiltIn.INT4, literal("x"))).isEqualTo("0");
        assertThat(missing(BuiltIn.JSONB, REQUIRED)).isEqualTo("\"\"");
        assertThat(missing(BuiltIn.JSONB, COMPUTED)).isEqualTo("\"{}\"");
        assertThat(missing(BuiltIn.NUMERIC, literal("1.5"))).isEqualTo("{\"scale\":1,\"value\":\"Dw==\"}");
    }
}
