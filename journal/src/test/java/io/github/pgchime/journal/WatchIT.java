package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.ConfigException;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.StringReader;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the changes of a watched table become. */
@EveryMajor
final class WatchIT {

    private static final int MERGE_FROM = 15;

    private final PostgresServer server;
    private TestDatabase database;
    private HikariDataSource source;
    private Journal journal;

    WatchIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void install() {
        database = server.newDatabase();
        source = Pool.of(database);
        journal = Journal.on(source);
        journal.install();
        database.execute("CREATE TABLE users (id int PRIMARY KEY, name text, secret text)");
    }

    @AfterEach
    void drop() {
        source.close();
        database.close();
    }

    private List<String> told(String what) {
        return database.query("SELECT " + what + " FROM pgchime.entry ORDER BY id").stream()
                .map(row -> String.join(" ", row))
                .toList();
    }

    private static final String CHANGE =
            "payload ->> 'action', payload -> 'id', payload -> 'old_data', payload -> 'new_data'";

    @Test
    void changes_becomeEntries_withOldAndNewRow() {
        journal.watch("public.users").exclude("secret").install();
        database.execute(
                "INSERT INTO users VALUES (1, 'a', 's'), (2, 'b', 's')",
                "UPDATE users SET name = name || 'x'",
                "INSERT INTO users VALUES (1, 'c'), (3, 'd') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                "DELETE FROM users WHERE id = 2",
                "TRUNCATE users",
                "UPDATE users SET name = 'nobody'");
        assertThat(told(CHANGE))
                .containsExactly(
                        "INSERT 1 null {\"id\": 1, \"name\": \"a\"}",
                        "INSERT 2 null {\"id\": 2, \"name\": \"b\"}",
                        "UPDATE 1 {\"id\": 1, \"name\": \"a\"} {\"id\": 1, \"name\": \"ax\"}",
                        "UPDATE 2 {\"id\": 2, \"name\": \"b\"} {\"id\": 2, \"name\": \"bx\"}",
                        "UPDATE 1 {\"id\": 1, \"name\": \"ax\"} {\"id\": 1, \"name\": \"c\"}",
                        "INSERT 3 null {\"id\": 3, \"name\": \"d\"}",
                        "DELETE 2 {\"id\": 2, \"name\": \"bx\"} null",
                        "TRUNCATE null null null");
        assertThat(told("channel, key, payload ->> 'schema', payload ->> 'table', payload ->> 'key'"))
                .startsWith("data_change public.users:1 public users public.users:1")
                .endsWith("data_change public.users public users public.users");
        assertThat(told("payload::text")).noneMatch(text -> text.contains("secret"));
    }

    @Test
    void metadata_saysWhoAndInWhichTransaction() {
        journal.watch("public.users").channel("people").install();
        database.execute("SET app.user_id = '42'; SET app.session_id = 'abc'; INSERT INTO users VALUES (1)");
        database.execute("INSERT INTO users VALUES (2)");
        assertThat(told("channel, payload -> 'metadata' -> 'user_id', payload -> 'metadata' -> 'session_id',"
                        + " (payload -> 'metadata' ->> 'transaction_id') = xid::text"))
                .containsExactly("people \"42\" \"abc\" t", "people null null t");
    }

    @Test
    void changedKeys_pairOldAndNew_asTheyWere() {
        journal.watch("public.users").columns("id").install();
        database.execute(
                "INSERT INTO users SELECT g FROM generate_series(1, 500) AS g", "UPDATE users SET id = 10000 - id");
        assertThat(database.queryOne("SELECT count(*) FROM pgchime.entry WHERE payload ->> 'action' = 'UPDATE' AND"
                        + " (payload -> 'old_data' ->> 'id')::int + (payload -> 'new_data' ->> 'id')::int = 10000"))
                .isEqualTo("500");
    }

    @Test
    void keys_areWhatTheTableHas_whateverItsNames() {
        database.execute(
                "CREATE TABLE \"Odd \"\"T\" (\"A b\" int, c text, PRIMARY KEY (c, \"A b\"))",
                "CREATE TABLE keyless (v text)");
        journal.watch("public.\"Odd \"\"T\"").install();
        journal.watch("public.keyless").install();
        database.execute(
                "INSERT INTO \"Odd \"\"T\" VALUES (1, 'x')",
                "INSERT INTO keyless VALUES ('y'), ('z')",
                "UPDATE keyless SET v = v || v");
        assertThat(told("payload -> 'id', key, " + CHANGE))
                .containsExactly(
                        "{\"c\": \"x\", \"A b\": 1} public.Odd \"T:{\"c\": \"x\", \"A b\": 1} INSERT {\"c\": \"x\", \"A b\": 1}"
                                + " null {\"c\": \"x\", \"A b\": 1}",
                        "null public.keyless INSERT null null {\"v\": \"y\"}",
                        "null public.keyless INSERT null null {\"v\": \"z\"}",
                        "null public.keyless UPDATE null {\"v\": \"y\"} {\"v\": \"yy\"}",
                        "null public.keyless UPDATE null {\"v\": \"z\"} {\"v\": \"zz\"}");
    }

    @Test
    void filter_isOverOldAndNew() {
        journal.watch("public.users")
                .when("new.name = 'paid' OR old.name = 'paid'")
                .install();
        database.execute(
                "INSERT INTO users VALUES (1, 'open'), (2, 'paid')",
                "UPDATE users SET name = 'paid'",
                "DELETE FROM users WHERE id = 1");
        assertThat(told("payload ->> 'action', payload -> 'id'"))
                .containsExactly("INSERT 2", "UPDATE 1", "UPDATE 2", "DELETE 1");
    }

    @Test
    void partitions_areWatchedWithTheTable() {
        database.execute(
                "CREATE TABLE log (id int PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                "CREATE TABLE log_low PARTITION OF log FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE log_high PARTITION OF log FOR VALUES FROM (10) TO (20)");
        journal.watch("public.log").install();
        database.execute(
                "INSERT INTO log VALUES (1, 'x')",
                "UPDATE log SET id = 11",
                "INSERT INTO log_low VALUES (2, 'direct')",
                "TRUNCATE log");
        assertThat(told("payload ->> 'table', " + CHANGE))
                .containsExactly(
                        "log INSERT 1 null {\"v\": \"x\", \"id\": 1}",
                        "log UPDATE 11 {\"v\": \"x\", \"id\": 1} {\"v\": \"x\", \"id\": 11}",
                        "log INSERT 2 null {\"v\": \"direct\", \"id\": 2}",
                        "log TRUNCATE null null null",
                        "log TRUNCATE null null null",
                        "log TRUNCATE null null null");
    }

    @Test
    void copy_ofManyRows_isWatchedWhole() throws Exception {
        journal.watch("public.users").install();
        String rows = IntStream.rangeClosed(1, 100_000)
                .mapToObj(i -> i + "\tname\t\\N\n")
                .collect(Collectors.joining());
        try (Connection connection = database.connect()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY users FROM STDIN", new StringReader(rows));
        }
        assertThat(database.queryOne("SELECT count(DISTINCT key) FROM pgchime.entry"))
                .isEqualTo("100000");
    }

    @Test
    void merge_isWhatItDid() {
        assumeThat(server.major()).isGreaterThanOrEqualTo(MERGE_FROM);
        journal.watch("public.users").install();
        database.execute(
                "INSERT INTO users VALUES (1, 'a'), (2, 'b')",
                "MERGE INTO users AS u USING (VALUES (1), (2), (3)) AS v (id) ON u.id = v.id WHEN MATCHED AND v.id = 1 THEN"
                        + " DELETE WHEN MATCHED THEN UPDATE SET name = 'c' WHEN NOT MATCHED THEN INSERT VALUES (v.id, 'd')");
        assertThat(told("payload ->> 'action', payload -> 'id'"))
                .containsExactlyInAnyOrder("INSERT 1", "INSERT 2", "DELETE 1", "UPDATE 2", "INSERT 3");
    }

    @Test
    void failure_ofATrigger_leavesTheWrite_andSaysSo() {
        database.execute("ALTER TABLE users ADD doc json");
        journal.watch("public.users").install();
        database.execute("INSERT INTO users (id, doc) VALUES (1, '\"a\\u0000b\"')");
        assertThat(database.queryOne("SELECT count(*) FROM users")).isEqualTo("1");
        assertThat(told("payload ->> 'action', payload ->> 'error', payload -> 'new_data'"))
                .containsExactly("INSERT 22P05 null");
        journal.watch("public.users").strict().install();
        assertThatThrownBy(() -> database.execute("INSERT INTO users (id, doc) VALUES (2, '\"a\\u0000b\"')"))
                .hasMessageContaining("\\u0000");
        assertThat(database.queryOne("SELECT count(*) FROM users")).isEqualTo("1");
    }

    @Test
    void removal_takesEverythingAway() {
        journal.watch("public.users").install();
        assertThat(journal.watch("public.users").remove()).isTrue();
        assertThat(journal.watch("public.users").remove()).isFalse();
        database.execute("INSERT INTO users VALUES (1)");
        assertThat(told("*")).isEmpty();
        assertThat(database.query("SELECT * FROM pg_trigger WHERE tgname LIKE 'pgchime%'"))
                .isEmpty();
        assertThat(database.query("SELECT * FROM pg_proc WHERE proname ~ '^watch_[0-9]+$'"))
                .isEmpty();
    }

    @Test
    void mistakes_areSaidAtOnce() {
        refused(journal.watch("public.nobody"), "does not exist");
        refused(journal.watch("public.users").exclude("nope"), "no column nope");
        refused(journal.watch("public.users").columns("Name"), "no column \"Name\"");
        refused(journal.watch("public.users").exclude("id"), "primary key");
        refused(journal.watch("public.users").when("new.nope"), "new.nope does not exist");
        refused(journal.watch("public.users").channel(""), "channel");
        refused(journal.watch("pgchime.entry"), "belongs to the journal itself");
        database.execute("CREATE VIEW v AS SELECT 1 AS one");
        refused(journal.watch("public.v"), "is no table");
        assertThat(database.query("SELECT * FROM pg_trigger WHERE tgname LIKE 'pgchime%'"))
                .isEmpty();
    }

    private static void refused(WatchBuilder watch, String why) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(watch::install)
                .withMessageContaining(why);
    }
}
