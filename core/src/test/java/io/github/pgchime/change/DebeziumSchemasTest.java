package io.github.pgchime.change;

import static io.github.pgchime.change.Envelopes.begin;
import static io.github.pgchime.change.Envelopes.commit;
import static io.github.pgchime.change.Envelopes.delete;
import static io.github.pgchime.change.Envelopes.insert;
import static io.github.pgchime.change.Envelopes.message;
import static io.github.pgchime.change.Envelopes.relation;
import static io.github.pgchime.change.Envelopes.truncate;
import static io.github.pgchime.change.Envelopes.updateKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.DebeziumRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records with their schemas. What Debezium has for each type is compared in compat. */
final class DebeziumSchemasTest implements Assembler.Holds {

    private static final int T = 7;

    private static final String ROW = "{\"type\":\"struct\",\"fields\":["
            + "{\"type\":\"int32\",\"optional\":true,\"field\":\"id\"},"
            + "{\"type\":\"string\",\"optional\":true,\"field\":\"note\"}],"
            + "\"optional\":true,\"name\":\"pgchime.public.t.Value\",\"field\":\"%s\"}";

    private static final String KEY = "{\"schema\":{\"type\":\"struct\",\"fields\":["
            + "{\"type\":\"int32\",\"optional\":true,\"field\":\"id\"}],"
            + "\"optional\":false,\"name\":\"pgchime.public.t.Key\"},\"payload\":{\"id\":%d}}";

    private final Feeding feeding = new Feeding(1 << 20, Path.of("/nowhere"), this);

    @Override
    public void hold(long prepared) {}

    @Override
    public void release(long prepared) {}

    @AfterEach
    void close() {
        feeding.close();
    }

    /** A change of every kind. */
    private Transaction transaction() {
        return feeding.transaction(
                begin(1, 8),
                relation(T, "t"),
                insert(T, 1, "é"),
                updateKey(T, 1, 2),
                delete(T, 2),
                truncate(T),
                message(true, 8, "p", "c"),
                commit(8, 16));
    }

    private static List<DebeziumRecord> records(Transaction transaction, String... schemas) {
        Map<String, String> options =
                new HashMap<>(Map.of("skipped.operations", "none", "provide.transaction.metadata", "true"));
        for (String each : schemas) {
            options.put(each + ".converter.schemas.enable", "true");
        }
        DebeziumJson json = DebeziumJson.of(
                DebeziumOptions.of(options),
                InstantSource.fixed(transaction.commit().time()));
        List<DebeziumRecord> records = new ArrayList<>();
        transaction.writeTo(json, view -> records.add(view.keep()));
        return records;
    }

    @Test
    void records_withSchemas_haveThePayloadsOfThoseWithout() {
        Transaction transaction = transaction();
        List<DebeziumRecord> plain = records(transaction);
        List<DebeziumRecord> wrapped = records(transaction, "key", "value", "header");
        assertThat(wrapped).hasSameSizeAs(plain).hasSize(10);
        for (int i = 0; i < plain.size(); i++) {
            assertThat(payload(wrapped.get(i).keyText())).isEqualTo(plain.get(i).keyText());
            assertThat(payload(wrapped.get(i).valueText()))
                    .isEqualTo(plain.get(i).valueText());
            assertThat(wrapped.get(i).headers().keySet())
                    .isEqualTo(plain.get(i).headers().keySet());
        }
    }

    private static Optional<String> payload(Optional<String> wrapped) {
        return wrapped.map(json -> {
            assertThat(json).startsWith("{\"schema\":{\"type\":\"struct\",").endsWith("}");
            String middle = "},\"payload\":";
            return json.substring(json.indexOf(middle) + middle.length(), json.length() - 1);
        });
    }

    @Test
    void record_ofARow_hasTheSchemasOfItsTable() {
        DebeziumRecord created = records(transaction(), "key", "value").get(1);
        assertThat(created.keyText()).contains(KEY.formatted(1));
        assertThat(created.valueText().orElseThrow())
                .startsWith("{\"schema\":{\"type\":\"struct\",\"fields\":[" + ROW.formatted("before") + ","
                        + ROW.formatted("after") + ",{\"type\":\"struct\",\"fields\":[")
                .contains(
                        "\"optional\":false,\"name\":\"pgchime.public.t.Envelope\",\"version\":2},\"payload\":{\"before\""
                                + ":null,\"after\":{\"id\":1,\"note\":\"é\"},");
    }

    @Test
    void parts_areAskedForEachOnItsOwn() {
        Transaction transaction = transaction();
        List<DebeziumRecord> plain = records(transaction);
        List<DebeziumRecord> keys = records(transaction, "key");
        assertThat(keys.get(2).keyText()).contains(KEY.formatted(1));
        assertThat(keys)
                .extracting(DebeziumRecord::valueText)
                .containsExactlyElementsOf(
                        plain.stream().map(DebeziumRecord::valueText).toList());
        assertThat(newKey(keys.get(2))).isEqualTo("{\"id\":2}");
        DebeziumRecord withHeader = records(transaction, "header").get(2);
        assertThat(newKey(withHeader)).isEqualTo(KEY.formatted(2));
        assertThat(withHeader).hasToString(plain.get(2).toString());
    }

    private static String newKey(DebeziumRecord record) {
        return new String(record.headers().get("__debezium.newkey"), StandardCharsets.UTF_8);
    }

    @Test
    void truncation_atHand_hasTheSchemaOfItsTable() {
        Transaction transaction = transaction();
        DebeziumJson json =
                DebeziumJson.of(Map.of("skipped.operations", "none", "value.converter.schemas.enable", "true"));
        Truncate truncate = (Truncate) Feeding.changes(transaction).get(3);
        assertThat(json.value(truncate)).contains("\"pgchime.public.t.Envelope\"", "\"op\":\"t\"");
        assertThat(truncate).hasToString("Truncate[0/10#3, [public.t], cascade]");
    }
}
