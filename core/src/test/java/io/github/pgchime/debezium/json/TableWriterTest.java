package io.github.pgchime.debezium.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.catalog.TableDetail.ColumnDetail;
import io.github.pgchime.codec.BuiltIn;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.ReplicaIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The schemas of tables. */
final class TableWriterTest {

    private static final ColumnDetail REQUIRED = new ColumnDetail(true, Optional.empty(), false);

    private static final Relation ITEMS = new Relation(
            7,
            new TableName("public", "items"),
            ReplicaIdentity.DEFAULT,
            List.of(
                    new Relation.Column("id", true, BuiltIn.INT4.oid(), -1),
                    new Relation.Column("n", false, BuiltIn.INT4.oid(), -1)));

    private static final TableDetail DETAIL = new TableDetail(7, List.of("id"), Map.of("id", REQUIRED, "n", REQUIRED));

    private static String valueSchema(String... options) {
        Map<String, String> properties =
                options.length == 0 ? Map.of() : Map.of(options[0], options[1], options[2], options[3]);
        JsonBuffer out = new JsonBuffer();
        new TableWriter(DebeziumOptions.of(properties), ITEMS, DETAIL, new Codecs(Map.of()))
                .value()
                .begin(out);
        return new String(out.copy(0), StandardCharsets.UTF_8);
    }

    @Test
    void schema_isWritten_whereItIsAskedFor() {
        assertThat(valueSchema()).isEmpty();
        assertThat(valueSchema("value.converter.schemas.enable", "true", "delete.before.key.only", "false"))
                .startsWith("{\"schema\":{\"type\":\"struct\",")
                .contains("{\"type\":\"int32\",\"optional\":false,\"field\":\"id\"},"
                        + "{\"type\":\"int32\",\"optional\":false,\"field\":\"n\"}")
                .endsWith(",\"payload\":");
    }

    @Test
    void column_thatOldRowsMayBeWithout_isOptional() {
        assertThat(valueSchema("value.converter.schemas.enable", "true", "delete.before.key.only", "true"))
                .contains("{\"type\":\"int32\",\"optional\":false,\"field\":\"id\"},"
                        + "{\"type\":\"int32\",\"optional\":true,\"field\":\"n\"}");
    }
}
