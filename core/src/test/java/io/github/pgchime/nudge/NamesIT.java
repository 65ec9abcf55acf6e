package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.countsUntil;
import static io.github.pgchime.nudge.Feeds.on;
import static io.github.pgchime.nudge.Feeds.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.TableName;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every plugin tells tables apart whatever their names are. */
@EveryMajor
final class NamesIT {

    private static final List<TableName> NAMES = List.of(
            new TableName("public", "plain"),
            new TableName("public", "a, b"),
            new TableName("public", "we\"ird"),
            new TableName("x: INSERT", "dots.in.it"),
            new TableName("x: INSERT", "y: UPDATE: z"),
            new TableName("public", "line\nbreak :names :publication"),
            new TableName("public", "Übergröße 表"),
            new TableName("public", "back\\slash 'quoted' *"),
            new TableName("Schema . ", " leading and trailing "));

    private final PostgresServer server;
    private TestDatabase database;

    NamesIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        NAMES.stream()
                .map(TableName::schema)
                .distinct()
                .forEach(schema ->
                        database.execute("CREATE SCHEMA IF NOT EXISTS \"" + schema.replace("\"", "\"\"") + "\""));
        for (TableName name : NAMES) {
            database.execute("CREATE TABLE " + sql(name) + " (id int PRIMARY KEY)");
        }
        database.execute("CREATE TABLE other (id int PRIMARY KEY)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void testDecoding_anyName_isTold() throws InterruptedException {
        watchedTablesNudgeExactly(on(database).plugin(Plugin.TEST_DECODING), "test_decoding");
    }

    @Test
    void wal2json_anyName_isToldAndFiltered() throws InterruptedException {
        assumeThat(server.hasWal2json()).isTrue();
        watchedTablesNudgeExactly(on(database).plugin(Plugin.WAL2JSON), "wal2json");
    }

    @Test
    void auto_everyTableWithReplicaIdentity_takesWal2jsonWhereThereIs() throws InterruptedException {
        watchedTablesNudgeExactly(on(database), server.hasWal2json() ? "wal2json" : "test_decoding");
    }

    @Test
    void auto_oneTableWithout_takesTestDecoding() throws InterruptedException {
        database.execute("ALTER TABLE plain REPLICA IDENTITY NOTHING");
        watchedTablesNudgeExactly(on(database), "test_decoding");
    }

    @Test
    void pgoutput_anyName_isTold() throws InterruptedException {
        database.execute("CREATE PUBLICATION \"my \"\"pub\"\", too\" FOR ALL TABLES");
        watchedTablesNudgeExactly(on(database).publication("my \"pub\", too"), "pgoutput");
    }

    @Test
    void latin1Database_anyName_isTold() throws InterruptedException {
        try (TestDatabase latin1 = server.newDatabase("LATIN1")) {
            latin1.execute("CREATE TABLE \"größe\" (id int PRIMARY KEY, note text)");
            try (NudgeFeed feed = connected(on(latin1).tables("public.größe"))) {
                latin1.execute("INSERT INTO \"größe\" VALUES (1, 'ärger')");
                assertThat(countsUntil(feed, table("public.größe"), 1)).hasSize(1);
            }
        }
    }

    private void watchedTablesNudgeExactly(NudgeFeedBuilder builder, String plugin) throws InterruptedException {
        try (NudgeFeed feed = connected(builder.tables(NAMES))) {
            assertThat(feed.state().plugin()).contains(plugin);
            List<String> writes = new ArrayList<>(List.of("INSERT INTO other VALUES (1)"));
            for (TableName name : NAMES) {
                writes.add("INSERT INTO " + sql(name) + " VALUES (1)");
                writes.add("UPDATE " + sql(name) + " SET id = 2");
                writes.add("DELETE FROM " + sql(name));
                writes.add("TRUNCATE " + sql(name) + ", other");
            }
            database.execute(writes.toArray(String[]::new));
            TableName last = NAMES.getLast();
            var counts = countsUntil(feed, last, 4);
            assertThat(counts)
                    .containsOnlyKeys(NAMES)
                    .allSatisfy((name, count) -> assertThat(count).isEqualTo(4));
        }
    }

    private static String sql(TableName name) {
        return "\"" + name.schema().replace("\"", "\"\"") + "\".\""
                + name.table().replace("\"", "\"\"") + "\"";
    }
}
