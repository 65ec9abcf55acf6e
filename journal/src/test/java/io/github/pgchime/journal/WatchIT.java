package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.TableName;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.postgresql.PGConnection;

@EveryMajor
final class WatchIT {

    private static final String CANARY = "canary-3e9";

    private final PostgresServer server;
    private final TestJournal test;

    WatchIT(PostgresServer server) {
        this.server = server;
        this.test = TestJournal.shared(server, "NULL");
    }

    @AfterParameterizedClassInvocation
    static void drop() {
        TestJournal.closeShared();
    }

    @BeforeEach
    void create() {
        test.asOwner(
                "CREATE TABLE users (id int PRIMARY KEY, name text, status text, secret text)",
                "CREATE TABLE keyless (a int)");
    }

    @Test
    void rows_insertedUpdatedDeleted_areEntriesInOrderPerKey() {
        users().install();
        test.asOwner(
                "SET app.user_id = 'u7'",
                "SET app.session_id = 's9'",
                "INSERT INTO users VALUES (1, 'Ann', 'new'), (2, 'Bob', 'new')",
                "UPDATE users SET status = 'old' WHERE id = 2",
                "DELETE FROM users WHERE id = 1",
                "TRUNCATE users");
        assertThat(test.entries("channel, key, payload - 'metadata'"))
                .containsExactly(
                        change(
                                "INSERT",
                                "1",
                                "null",
                                "{\"id\": 1, \"name\": \"Ann\", \"secret\": null, \"status\": \"new\"}"),
                        change(
                                "INSERT",
                                "2",
                                "null",
                                "{\"id\": 2, \"name\": \"Bob\", \"secret\": null, \"status\": \"new\"}"),
                        change(
                                "UPDATE",
                                "2",
                                "{\"id\": 2, \"name\": \"Bob\", \"secret\": null, \"status\": \"new\"}",
                                "{\"id\": 2, \"name\": \"Bob\", \"secret\": null, \"status\": \"old\"}"),
                        change(
                                "DELETE",
                                "1",
                                "{\"id\": 1, \"name\": \"Ann\", \"secret\": null, \"status\": \"new\"}",
                                "null"),
                        List.of(
                                "data_change",
                                "public.users",
                                "{\"id\": null, \"key\": null, \"table\": \"users\", \"action\": \"TRUNCATE\","
                                        + " \"schema\": \"public\", \"new_data\": null, \"old_data\": null}"));
        assertThat(test.database.queryOne(
                        "SELECT count(*) FROM pgchime.entry WHERE payload -> 'metadata' = jsonb_build_object("
                                + "'user_id', 'u7', 'session_id', 's9', 'transaction_id', xid::text::bigint)"))
                .isEqualTo("5");
    }

    private static List<String> change(String action, String id, String before, String after) {
        return List.of(
                "data_change",
                "public.users " + id,
                "{\"id\": " + id + ", \"key\": {\"id\": " + id + "}, \"table\": \"users\", \"action\": \"" + action
                        + "\", \"schema\": \"public\", \"new_data\": " + after + ", \"old_data\": " + before + "}");
    }

    @Test
    void metadata_nothingSet_isNull() {
        users().install();
        test.asOwner("INSERT INTO users VALUES (1)");
        assertThat(test.entries("payload #> '{metadata,user_id}', payload #> '{metadata,session_id}'"))
                .containsExactly(List.of("null", "null"));
    }

    @Test
    void update_thatChangesEveryKey_pairsOldAndNewRows() {
        users().install();
        test.asOwner(
                "INSERT INTO users SELECT i, 'n' || i FROM generate_series(1, 500) i",
                "UPDATE users SET id = id + 1000, status = 'moved'");
        assertThat(test.database.queryOne("SELECT count(*) FROM pgchime.entry WHERE payload ->> 'action' = 'UPDATE'"
                        + " AND (payload #>> '{new_data,id}')::int = (payload #>> '{old_data,id}')::int + 1000"
                        + " AND payload #> '{old_data,name}' = payload #> '{new_data,name}'"
                        + " AND key = 'public.users ' || (payload ->> 'id')"))
                .isEqualTo("500");
    }

    @Test
    void update_rowThatABeforeTriggerDiverts_isAnErrorEntry() {
        test.asOwner(
                "CREATE TABLE parts (id int, at int) PARTITION BY LIST (at)",
                "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)",
                "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)",
                "INSERT INTO parts VALUES (1, 1)",
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER refuse BEFORE INSERT ON parts_2 FOR EACH ROW EXECUTE FUNCTION refuse()");
        test.journal.watch("public.parts").install();
        test.asOwner("UPDATE parts SET at = 2");
        assertThat(test.entries("payload ->> 'action', payload #>> '{error,statement}', payload #>> '{error,code}'"))
                .containsExactly(List.of("UNRECORDED", "UPDATE", "21000"));
    }

    @Test
    void keyless_rows_areInOneOrder() {
        test.journal.watch("public.keyless").channel("loose").install();
        test.asOwner("INSERT INTO keyless VALUES (1), (1)", "UPDATE keyless SET a = 2", "DELETE FROM keyless");
        assertThat(
                        test.entries(
                                "channel, key, payload -> 'id', payload -> 'key', payload -> 'old_data', payload -> 'new_data'"))
                .hasSize(6)
                .startsWith(List.of("loose", "public.keyless", "null", "null", "null", "{\"a\": 1}"))
                .endsWith(List.of("loose", "public.keyless", "null", "null", "{\"a\": 2}", "null"));
    }

    @Test
    void names_oddOnes_areKeptAsTheyAre() {
        test.asOwner(
                "CREATE SCHEMA \"S s\"",
                "CREATE TABLE \"S s\".\"T \"\"q\"\" '\" (\"a B\" int, \"c'\" text, \"new\" int, old text, label text, context text,"
                        + " tg_op text, metadata text, PRIMARY KEY (\"c'\", \"a B\"))");
        test.journal
                .watch("\"S s\".\"T \"\"q\"\" '\"")
                .when("new.\"new\" IS NOT NULL OR old.old = 'x'")
                .install();
        test.asOwner(
                "INSERT INTO \"S s\".\"T \"\"q\"\" '\" VALUES (1, 'é😀', 7, 'x', 'l', 'c', 't', 'm'), (2, 'k', NULL, 'y', NULL, NULL, NULL, NULL)",
                "UPDATE \"S s\".\"T \"\"q\"\" '\" SET label = 'm' WHERE \"a B\" = 1",
                "DELETE FROM \"S s\".\"T \"\"q\"\" '\"");
        String id = "{\"c'\": \"é😀\", \"a B\": 1}";
        assertThat(
                        test.entries(
                                "payload ->> 'schema', payload ->> 'table', payload ->> 'action', payload ->> 'id', payload ->>"
                                        + " 'key', key, coalesce(payload #>> '{new_data,label}', payload #>> '{old_data,label}')"))
                .containsExactly(
                        List.of("S s", "T \"q\" '", "INSERT", id, id, "S s.T \"q\" ' " + id, "l"),
                        List.of("S s", "T \"q\" '", "UPDATE", id, id, "S s.T \"q\" ' " + id, "m"),
                        List.of("S s", "T \"q\" '", "DELETE", id, id, "S s.T \"q\" ' " + id, "m"));
        assertThat(test.journal.watches().getFirst().table()).isEqualTo(new TableName("S s", "T \"q\" '"));
    }

    @Test
    void table_renamedWithItsColumns_goesOnUnderItsNewName() {
        users().install();
        test.asOwner(
                "ALTER TABLE users RENAME name TO called",
                "ALTER TABLE users RENAME TO people",
                "INSERT INTO people VALUES (1, 'Ann')");
        assertThat(test.entries("payload ->> 'table', payload #>> '{new_data,called}', key"))
                .containsExactly(List.of("people", "Ann", "public.people 1"));
        assertThat(test.journal.watch("public.people").remove()).isTrue();
    }

    @Test
    void secrets_excluded_areNowhereNeitherInErrors() {
        users().exclude("secret").install();
        test.asOwner(
                "INSERT INTO users VALUES (1, 'Ann', 'new', '" + CANARY + "')",
                "UPDATE users SET secret = secret || 'x'",
                "ALTER TABLE users RENAME secret TO token",
                "INSERT INTO users VALUES (2, 'Bob', 'new', '" + CANARY + "')",
                "UPDATE users SET token = token || 'y'",
                "DELETE FROM users");
        assertThat(test.entries("payload ->> 'action'"))
                .extracting(List::getFirst)
                .containsExactly("INSERT", "UPDATE", "UNRECORDED", "UNRECORDED", "UNRECORDED");
        assertThat(test.entries("payload, headers, key").toString())
                .doesNotContain(CANARY)
                .contains("has no field");
    }

    @Test
    void columns_limited_areTheOnlyOnes() {
        users().only("name", "status").install();
        test.asOwner("INSERT INTO users VALUES (1, 'Ann', 'new', '" + CANARY + "')", "DELETE FROM users");
        assertThat(test.entries("payload -> 'id', payload -> 'new_data', payload -> 'old_data'"))
                .containsExactly(
                        List.of("1", "{\"name\": \"Ann\", \"status\": \"new\"}", "null"),
                        List.of("1", "null", "{\"name\": \"Ann\", \"status\": \"new\"}"));
    }

    @Test
    void when_overOldAndNew_filters() {
        users().when("old.status IS DISTINCT FROM new.status -- so").install();
        test.asOwner(
                "INSERT INTO users VALUES (1, 'Ann', 'new'), (2, 'Bob', NULL)",
                "UPDATE users SET name = 'Eve'",
                "UPDATE users SET status = 'old' WHERE id = 2",
                "DELETE FROM users WHERE id = 1");
        assertThat(test.entries("payload ->> 'action', payload ->> 'id'"))
                .containsExactly(List.of("INSERT", "1"), List.of("UPDATE", "2"), List.of("DELETE", "1"));
    }

    @Test
    void when_thatFailsForARow_leavesTheWriteAndTellsNoData() {
        users().when("new.name::int > 0").install();
        test.asOwner("INSERT INTO users VALUES (1, '" + CANARY + "')");
        assertThat(test.database.queryOne("SELECT count(*) FROM users")).isEqualTo("1");
        assertThat(test.entries("payload ->> 'action', payload #>> '{error,code}'"))
                .containsExactly(List.of("UNRECORDED", "22P02"));
        assertThat(test.entries("payload").toString()).doesNotContain(CANARY);

        users().when("new.name::regclass IS NOT NULL").install();
        test.asOwner("UPDATE users SET name = name || 'x'");
        assertThat(test.entries("payload #>> '{error,code}'")).endsWith(List.of("42P01"));
        assertThat(test.entries("payload").toString()).doesNotContain(CANARY);

        users().when("new.name::int > 0").strict().install();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> test.asOwner("INSERT INTO users VALUES (2, 'x')"));
        assertThat(test.database.queryOne("SELECT count(*) FROM users")).isEqualTo("1");
    }

    @Test
    void write_whenNothingCanBeRecordedAtAll_goesThrough() {
        users().install();
        test.database.execute("REVOKE ALL ON pgchime.entry FROM " + test.prefix + "_owner");
        test.asOwner("INSERT INTO users VALUES (1)");
        assertThat(test.database.queryOne("SELECT count(*) FROM users")).isEqualTo("1");
        assertThat(test.entries("id")).isEmpty();
        test.database.execute("REVOKE ALL ON pgchime.watched FROM " + test.prefix + "_owner");
        test.asOwner("INSERT INTO users VALUES (2)");
        test.database.execute("GRANT ALL ON pgchime.watched TO " + test.prefix + "_owner");
        assertThat(test.database.queryOne("SELECT count(*) FROM users")).isEqualTo("2");
        test.database.execute("GRANT ALL ON pgchime.entry TO " + test.prefix + "_owner");
    }

    @Test
    void install_mistakes_areNamed() {
        assertMistake(test.journal.watch("public.gone"), "does not exist");
        assertMistake(test.journal.watch("pg_catalog.pg_class"), "cannot be watched");
        assertMistake(users().exclude("nonesuch"), "has no column nonesuch");
        assertMistake(users().only("id", "nonesuch"), "has no column nonesuch");
        assertMistake(users().exclude("id"), "primary key");
        assertMistake(users().when("new.nonesuch = 1"), "nonesuch");
        assertMistake(users().when("new.id"), "boolean");
        assertThat(test.journal.watches()).isEmpty();
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> users().channel(""));
    }

    private static void assertMistake(WatchBuilder watch, String said) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(watch::install)
                .withMessageContaining(said);
    }

    @Test
    void partitions_directlyAndThroughTheParent_areTheParents() {
        test.asOwner(
                "CREATE TABLE log (id int, at int, v text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE log_2 (v text, at int NOT NULL, id int NOT NULL)",
                "ALTER TABLE log ATTACH PARTITION log_2 FOR VALUES FROM (10) TO (20)");
        test.journal.watch("public.log").install();
        test.asOwner(
                "INSERT INTO log VALUES (1, 1, 'a'), (2, 12, 'b')",
                "INSERT INTO log_2 (id, at, v) VALUES (3, 13, 'c')",
                "UPDATE log SET at = at + 10 WHERE id = 1");
        assertThat(test.entries("payload ->> 'table', payload ->> 'action', payload #>> '{old_data,at}', payload #>>"
                        + " '{new_data,at}', payload #>> '{new_data,v}'"))
                .containsExactly(
                        List.of("log", "INSERT", "NULL", "1", "a"),
                        List.of("log", "INSERT", "NULL", "12", "b"),
                        List.of("log", "INSERT", "NULL", "13", "c"),
                        List.of("log", "UPDATE", "1", "11", "a"));

        test.asOwner("CREATE TABLE log_3 PARTITION OF log FOR VALUES FROM (20) TO (30)");
        assertThat(test.journal.watches().getFirst().missing()).containsExactly("public.log_3");
        test.journal.watch("public.log").install();
        assertThat(test.journal.watches().getFirst().missing()).isEmpty();
        test.asOwner("INSERT INTO log_3 VALUES (4, 24, 'd')", "TRUNCATE log_3");
        assertThat(test.entries("payload ->> 'table', payload ->> 'action'"))
                .endsWith(List.of("log", "INSERT"), List.of("log_3", "TRUNCATE"));
        assertThat(test.journal.watch("public.log").remove()).isTrue();
        test.asOwner("INSERT INTO log_3 VALUES (5, 25, 'e')");
        assertThat(test.entries("id")).hasSize(6);
    }

    @Test
    void statements_ofAllKinds_areRecorded() {
        users().install();
        test.asOwner(
                "INSERT INTO users VALUES (1, 'Ann')",
                "INSERT INTO users VALUES (1, 'Eve'), (2, 'Bob') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                "INSERT INTO users VALUES (1, 'Eve') ON CONFLICT DO NOTHING",
                "WITH gone AS (DELETE FROM users WHERE id = 2 RETURNING *) INSERT INTO users SELECT id + 10, name FROM gone");
        assertThat(test.entries("payload ->> 'action' || ' ' || (payload ->> 'id')"))
                .extracting(List::getFirst)
                .containsExactlyInAnyOrder("INSERT 1", "UPDATE 1", "INSERT 2", "DELETE 2", "INSERT 12");
    }

    @Test
    void merge_recordsEachOfItsActions() {
        Assumptions.assumeTrue(server.major() >= 15, "MERGE came with 15");
        users().install();
        test.asOwner(
                "INSERT INTO users VALUES (1, 'Ann'), (2, 'Bob')",
                "MERGE INTO users u USING (VALUES (1), (2), (3)) AS s (id) ON u.id = s.id"
                        + " WHEN MATCHED AND s.id = 1 THEN DELETE"
                        + " WHEN MATCHED THEN UPDATE SET name = 'Eve'"
                        + " WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'Joe')");
        assertThat(test.entries("payload ->> 'action' || ' ' || (payload ->> 'id')"))
                .extracting(List::getFirst)
                .containsExactlyInAnyOrder("INSERT 1", "INSERT 2", "DELETE 1", "UPDATE 2", "INSERT 3");
    }

    @Test
    void copy_of100000Rows_isAsManyEntries() throws SQLException, IOException {
        users().install();
        String rows = IntStream.range(0, 100_000).mapToObj(i -> i + ",n" + i).collect(Collectors.joining("\n"));
        try (Connection connection = test.database.connect()) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY users (id, name) FROM STDIN (FORMAT csv)", new StringReader(rows));
        }
        assertThat(test.database.query(
                        "SELECT count(*), count(DISTINCT payload ->> 'id'), bool_and(key = 'public.users ' || (payload"
                                + " ->> 'id')) FROM pgchime.entry"))
                .containsExactly(List.of("100000", "100000", "t"));
    }

    @Test
    void values_thatJsonbCannotHold_areSaidToBeMissing() {
        test.asOwner("CREATE TABLE docs (id int PRIMARY KEY, doc json)");
        test.journal.watch("public.docs").install();
        test.asOwner("INSERT INTO docs VALUES (1, '\"" + CANARY + "\\u0000\"')");
        assertThat(test.entries("payload ->> 'action', payload #>> '{error,code}'"))
                .containsExactly(List.of("UNRECORDED", "22P05"));
        assertThat(test.entries("payload").toString()).doesNotContain(CANARY);
    }

    @Test
    void key_longOne_orderedByItsHash() {
        test.asOwner("CREATE TABLE long (id text PRIMARY KEY)");
        test.journal.watch("public.long").install();
        test.asOwner("INSERT INTO long VALUES (repeat('é', 600))");
        assertThat(test.entries("length(key), length(payload ->> 'id')")).containsExactly(List.of("44", "600"));
    }

    @Test
    void writers_whoMayNothingElse_areRecorded() {
        users().install();
        String url = test.database.createRole(test.prefix + "_app", TestJournal.PASSWORD);
        test.asOwner("GRANT INSERT ON users TO " + test.prefix + "_app");
        assertThat(url).isNotEmpty();
        test.database.execute("SET ROLE " + test.prefix + "_app", "INSERT INTO users VALUES (1)");
        assertThat(test.entries("payload ->> 'id'")).containsExactly(List.of("1"));
    }

    @Test
    void administrators_watchByTheirOwnRightsAlone() {
        Journal chief = test.as("chief", "administer");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> chief.watch("public.users").install());
        test.asOwner("GRANT TRIGGER ON users TO " + test.prefix + "_chief");
        chief.watch("public.users").install();
        test.asOwner("INSERT INTO users VALUES (1)");
        assertThat(test.entries("payload ->> 'id'")).containsExactly(List.of("1"));
        assertThat(chief.watch("public.users").remove()).isTrue();
        assertThat(chief.watch("public.users").remove()).isFalse();
    }

    @Test
    void watches_saysHowEachWasMade() {
        users().channel("people").exclude("secret").when("true").strict().install();
        test.journal.watch("public.keyless").only("a").install();
        assertThat(test.journal.watches())
                .containsExactly(
                        new Watch(
                                new TableName("public", "keyless"),
                                "data_change",
                                List.of(),
                                Optional.of(List.of("a")),
                                Optional.empty(),
                                false,
                                List.of()),
                        new Watch(
                                new TableName("public", "users"),
                                "people",
                                List.of("secret"),
                                Optional.empty(),
                                Optional.of("true"),
                                true,
                                List.of()));
        test.asOwner("DROP TABLE keyless", "CREATE TABLE keyless (a int)");
        test.journal.watch("public.keyless").install();
        assertThat(test.journal.watches()).hasSize(2);
        assertThat(test.database.queryOne("SELECT count(*) FROM pg_proc WHERE proname ~ '^watch_[0-9]+$'"))
                .isEqualTo("2");
    }

    private WatchBuilder users() {
        return test.journal.watch("public.users");
    }
}
