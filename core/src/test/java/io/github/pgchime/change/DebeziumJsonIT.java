package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.DebeziumRecord;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes as Debezium's records; what its own engine makes of the same changes is compared in compat. */
@EveryMajor
final class DebeziumJsonIT {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000, 123_456_789);

    private final PostgresServer server;
    private TestDatabase database;

    DebeziumJsonIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute(
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE TABLE items (id int PRIMARY KEY, mood mood NOT NULL DEFAULT 'ok', at timestamptz NOT NULL"
                        + " DEFAULT now(), tags text[] NOT NULL, big text)",
                "ALTER TABLE items ALTER big SET STORAGE EXTERNAL",
                "CREATE TABLE coded (id int PRIMARY KEY, code text NOT NULL UNIQUE, n int)",
                "ALTER TABLE coded REPLICA IDENTITY USING INDEX coded_code_key",
                "CREATE TABLE whole (a int NOT NULL, b int NOT NULL, big text, UNIQUE (b, a))",
                "ALTER TABLE whole ALTER big SET STORAGE EXTERNAL, REPLICA IDENTITY FULL",
                "CREATE TABLE keyless (a int)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private ChangeStream open() {
        return ChangeStream.builder(database.url())
                .slot(database.name())
                .publication("p")
                .createPublication()
                .createSlot(CreateSlot.IF_MISSING)
                .open();
    }

    /** All records up to the last change, of which those of the changes at hand are the same. */
    private List<String> records(Map<String, String> options, String... statements) {
        DebeziumJson json = DebeziumJson.of(DebeziumOptions.of(options), () -> NOW);
        List<String> written = new ArrayList<>();
        List<String> held = new ArrayList<>();
        try (ChangeStream stream = open()) {
            database.execute(statements);
            database.execute("SELECT pg_logical_emit_message(false, 'end', '')");
            for (Transaction transaction : stream) {
                if (transaction.iterator().next() instanceof Message message
                        && message.prefix().equals("end")) {
                    break;
                }
                transaction.writeTo(json, view -> written.add(line(view.keep())));
                for (Change change : transaction) {
                    json.records(change).forEach(entry -> held.add(line(entry)));
                }
            }
        }
        if (!json.options().transactionMetadata()) {
            assertThat(held).isEqualTo(written);
        }
        return written;
    }

    private static String line(DebeziumRecord entry) {
        StringBuilder headers = new StringBuilder();
        entry.headers()
                .forEach((name, value) ->
                        headers.append(' ').append(name).append('=').append(new String(value, StandardCharsets.UTF_8)));
        return (entry + headers.toString())
                .replaceAll("\"source\":\\{[^}]*\\}", "…")
                .replace("\"ts_ms\":1800000000123,\"ts_us\":1800000000123456,\"ts_ns\":1800000000123456789", "now")
                .replaceAll("\"[0-9]+:[0-9]+\"", "\"id\"")
                .replaceAll("\"ts_ms\":[0-9]+", "then");
    }

    @Test
    void rows_ofEveryReplicaIdentity_areRecords() {
        assertThat(records(
                        Map.of(),
                        "INSERT INTO items VALUES (1, 'sad', '2026-01-01', '{a}', repeat('x', 3000))",
                        "UPDATE items SET mood = 'ok'",
                        "UPDATE items SET id = 2",
                        "DELETE FROM items",
                        "INSERT INTO coded VALUES (1, 'a', 1)",
                        "UPDATE coded SET n = 2",
                        "DELETE FROM coded",
                        "INSERT INTO whole VALUES (1, 2, repeat('x', 3))",
                        "UPDATE whole SET a = 3",
                        "INSERT INTO keyless VALUES (1)",
                        "TRUNCATE keyless"))
                .map(line -> line.replaceAll("x{3000}", "xxx"))
                .containsExactly(
                        "pgchime.public.items {\"id\":1} {\"before\":null,\"after\":{\"id\":1,\"mood\":\"sad\",\"at\":\"2026-01-01T00:00:00.000000Z\",\"tags\":[\"a\"],\"big\":\"xxx\"},…,\"transaction\":null,\"op\":\"c\",now}",
                        "pgchime.public.items {\"id\":1} {\"before\":null,\"after\":{\"id\":1,\"mood\":\"ok\",\"at\":\"2026-01-01T00:00:00.000000Z\",\"tags\":[\"a\"],\"big\":\"__debezium_unavailable_value\"},…,\"transaction\":null,\"op\":\"u\",now}",
                        "pgchime.public.items {\"id\":1} {\"before\":{\"id\":1,\"mood\":\"ok\",\"at\":\"1970-01-01T00:00:00.000000Z\",\"tags\":[],\"big\":null},\"after\":null,…,\"transaction\":null,\"op\":\"d\",now} __debezium.newkey={\"id\":2}",
                        "pgchime.public.items {\"id\":1} null __debezium.newkey={\"id\":2}",
                        "pgchime.public.items {\"id\":2} {\"before\":null,\"after\":{\"id\":2,\"mood\":\"ok\",\"at\":\"2026-01-01T00:00:00.000000Z\",\"tags\":[\"a\"],\"big\":\"__debezium_unavailable_value\"},…,\"transaction\":null,\"op\":\"c\",now} __debezium.oldkey={\"id\":1}",
                        "pgchime.public.items {\"id\":2} {\"before\":{\"id\":2,\"mood\":\"ok\",\"at\":\"1970-01-01T00:00:00.000000Z\",\"tags\":[],\"big\":null},\"after\":null,…,\"transaction\":null,\"op\":\"d\",now}",
                        "pgchime.public.items {\"id\":2} null",
                        "pgchime.public.coded {\"code\":\"a\"} {\"before\":null,\"after\":{\"id\":1,\"code\":\"a\",\"n\":1},…,\"transaction\":null,\"op\":\"c\",now}",
                        "pgchime.public.coded {\"code\":\"a\"} {\"before\":null,\"after\":{\"id\":1,\"code\":\"a\",\"n\":2},…,\"transaction\":null,\"op\":\"u\",now}",
                        "pgchime.public.coded {\"code\":\"a\"} {\"before\":{\"id\":0,\"code\":\"a\",\"n\":null},\"after\":null,…,\"transaction\":null,\"op\":\"d\",now}",
                        "pgchime.public.coded {\"code\":\"a\"} null",
                        "pgchime.public.whole {\"b\":2,\"a\":1} {\"before\":null,\"after\":{\"a\":1,\"b\":2,\"big\":\"xxx\"},…,\"transaction\":null,\"op\":\"c\",now}",
                        "pgchime.public.whole {\"b\":2,\"a\":1} {\"before\":{\"a\":1,\"b\":2,\"big\":\"xxx\"},\"after\":null,…,\"transaction\":null,\"op\":\"d\",now} __debezium.newkey={\"b\":2,\"a\":3}",
                        "pgchime.public.whole {\"b\":2,\"a\":1} null __debezium.newkey={\"b\":2,\"a\":3}",
                        "pgchime.public.whole {\"b\":2,\"a\":3} {\"before\":null,\"after\":{\"a\":3,\"b\":2,\"big\":\"xxx\"},…,\"transaction\":null,\"op\":\"c\",now} __debezium.oldkey={\"b\":2,\"a\":1}",
                        "pgchime.public.keyless null {\"before\":null,\"after\":{\"a\":1},…,\"transaction\":null,\"op\":\"c\",now}");
    }

    @Test
    void options_areFollowed() {
        assertThat(records(
                        Map.of(
                                "topic.prefix", "shop",
                                "tombstones.on.delete", "false",
                                "skipped.operations", "c,u",
                                "delete.before.key.only", "true",
                                "provide.transaction.metadata", "true"),
                        "DO $$ BEGIN INSERT INTO coded VALUES (1, 'a', 1); DELETE FROM coded; TRUNCATE keyless, whole;"
                                + " PERFORM pg_logical_emit_message(true, 'hello', 'x'); END $$",
                        "SELECT pg_logical_emit_message(false, 'alone', '')"))
                .containsExactly(
                        "shop.transaction {\"id\":\"id\"} {\"status\":\"BEGIN\",\"id\":\"id\",\"event_count\":null,\"data_collections\":null,then}",
                        "shop.public.coded {\"code\":\"a\"} {\"before\":{\"code\":\"a\"},\"after\":null,…,\"transaction\":{\"id\":\"id\",\"total_order\":1,\"data_collection_order\":1},\"op\":\"d\",now}",
                        "shop.public.keyless null {\"before\":null,\"after\":null,…,\"transaction\":{\"id\":\"id\",\"total_order\":2,\"data_collection_order\":1},\"op\":\"t\",now}",
                        "shop.public.whole null {\"before\":null,\"after\":null,…,\"transaction\":{\"id\":\"id\",\"total_order\":3,\"data_collection_order\":1},\"op\":\"t\",now}",
                        "shop.message {\"prefix\":\"hello\"} {\"op\":\"m\",then,…,\"transaction\":{\"id\":\"id\",\"total_order\":4,\"data_collection_order\":1},\"message\":{\"prefix\":\"hello\",\"content\":\"eA==\"}}",
                        "shop.transaction {\"id\":\"id\"} {\"status\":\"END\",\"id\":\"id\",\"event_count\":4,\"data_collections\":[{\"data_collection\":\"public.coded\",\"event_count\":1},{\"data_collection\":\"public.keyless\",\"event_count\":1},{\"data_collection\":\"public.whole\",\"event_count\":1},{\"data_collection\":\"shop.message\",\"event_count\":1}],then}",
                        "shop.message {\"prefix\":\"alone\"} {\"op\":\"m\",then,…,\"transaction\":null,\"message\":{\"prefix\":\"alone\",\"content\":\"\"}}");
    }

    @Test
    void table_thatChangesItsKey_hasTheNewOne() {
        assertThat(records(
                        Map.of("skipped.operations", "d"),
                        "INSERT INTO keyless VALUES (1)",
                        "ALTER TABLE keyless ADD COLUMN b int PRIMARY KEY DEFAULT 5",
                        "INSERT INTO keyless VALUES (2, 6)",
                        "DELETE FROM keyless"))
                .map(line -> line.substring(0, line.indexOf(",\"after\"")))
                .containsExactly(
                        "pgchime.public.keyless null {\"before\":null",
                        "pgchime.public.keyless {\"b\":6} {\"before\":null");
    }

    @Test
    void value_ofAChange_isOnOneLine_orIndented() {
        DebeziumJson json = DebeziumJson.of(Map.of());
        try (ChangeStream stream = open()) {
            database.execute("SELECT pg_logical_emit_message(false, 'a \"{,:', '')");
            Change change = stream.iterator().next().iterator().next();
            assertThat(json.value(change)).endsWith(",\"message\":{\"prefix\":\"a \\\"{,:\",\"content\":\"\"}}");
            assertThat(json.prettyValue(change))
                    .startsWith("{\n  \"op\": \"m\",\n  \"ts_ms\": ")
                    .endsWith(",\n  \"message\": {\n    \"prefix\": \"a \\\"{,:\",\n    \"content\": \"\"\n  }\n}");
        }
        assertThat(IndentedJson.of("{\"a\":[],\"b\":{}}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("{\n  \"a\": [],\n  \"b\": {}\n}");
    }
}
