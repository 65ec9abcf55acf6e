package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Feeds.awaitNoSlots;
import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.countsUntil;
import static io.github.pgchime.nudge.Feeds.next;
import static io.github.pgchime.nudge.Feeds.on;
import static io.github.pgchime.nudge.Feeds.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EveryMajor
final class NudgeFeedIT {

    private final PostgresServer server;
    private TestDatabase database;

    NudgeFeedIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute(
                "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                "CREATE TABLE stations (id int PRIMARY KEY)",
                "CREATE TABLE keyless (a int)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void connect_writesBefore_areNotTold() throws InterruptedException {
        database.execute("INSERT INTO orders VALUES (1)");
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("INSERT INTO stations VALUES (1)");
            assertThat(countsUntil(feed, table("public.stations"), 1)).isEqualTo(Map.of(table("public.stations"), 1L));
        }
    }

    @Test
    void transaction_fiftyRows_isOneNudge() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("INSERT INTO orders SELECT generate_series(1, 50)");
            Batch batch = (Batch) next(feed);
            assertThat(batch.nudges()).hasSize(1);
            assertThat(batch.nudges().getFirst().table()).isEqualTo(table("public.orders"));
            assertThat(batch.nudges().getFirst().count()).isEqualTo(50);
        }
    }

    @Test
    void transaction_twoTables_isOneBatchInOrder() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("BEGIN; INSERT INTO stations VALUES (1); INSERT INTO orders VALUES (1);"
                    + " INSERT INTO stations VALUES (2); COMMIT");
            Batch batch = (Batch) next(feed);
            assertThat(batch.tables()).containsExactly(table("public.stations"), table("public.orders"));
            assertThat(batch.nudges()).extracting(Nudge::count).containsExactly(2L, 1L);
        }
    }

    @Test
    void truncate_twoTables_nudgesBoth() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("TRUNCATE orders, stations");
            Batch batch = (Batch) next(feed);
            assertThat(batch.tables()).containsExactlyInAnyOrder(table("public.orders"), table("public.stations"));
        }
    }

    @Test
    void keylessTable_updateAndDelete_nudgeInAuto() throws InterruptedException {
        database.execute("INSERT INTO keyless VALUES (1), (2)");
        try (NudgeFeed feed = connected(on(database).tables("public.keyless"))) {
            database.execute("UPDATE keyless SET a = 3 WHERE a = 1");
            countsUntil(feed, table("public.keyless"), 1);
            database.execute("DELETE FROM keyless");
            countsUntil(feed, table("public.keyless"), 2);
        }
    }

    @Test
    void tables_others_doNotNudge() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database).tables("public.stations"))) {
            database.execute("INSERT INTO orders VALUES (1)", "INSERT INTO stations VALUES (1)");
            assertThat(countsUntil(feed, table("public.stations"), 1)).containsOnlyKeys(table("public.stations"));
        }
    }

    @Test
    void rollback_isNotTold() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("BEGIN; INSERT INTO orders VALUES (1); ROLLBACK", "INSERT INTO stations VALUES (1)");
            assertThat(countsUntil(feed, table("public.stations"), 1)).containsOnlyKeys(table("public.stations"));
        }
    }

    @Test
    void emittedMessage_withThePrefix_nudgesTheTableItNames() throws Exception {
        try (NudgeFeed feed = connected(on(database))) {
            database.execute(
                    "SELECT pg_logical_emit_message(true, 'pgchime', 'public.\"Not there\"')",
                    "SELECT pg_logical_emit_message(true, 'pgchime', 'no table')",
                    "SELECT pg_logical_emit_message(true, 'other', 'public.stations')",
                    "SELECT pg_logical_emit_message(false, 'pgchime', 'public.stations')",
                    "SELECT pg_logical_emit_message(true, 'other', repeat('x', 1000000))",
                    "INSERT INTO orders VALUES (1)");
            assertThat(countsUntil(feed, table("public.orders"), 1))
                    .containsOnlyKeys(new TableName("public", "Not there"), table("public.orders"));
        }
    }

    @Test
    void veryWideRow_isReadPast() throws Exception {
        database.execute("CREATE TABLE wide (a text)");
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("INSERT INTO wide SELECT repeat('x', 20000000)", "INSERT INTO orders VALUES (1)");
            assertThat(countsUntil(feed, table("public.orders"), 1))
                    .isEqualTo(Map.of(table("public.wide"), 1L, table("public.orders"), 1L));
        }
    }

    @Test
    void connected_oneTemporarySlot_goneAfterClose() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            assertThat(database.query("SELECT slot_name, temporary, active FROM pg_replication_slots"
                            + " WHERE database = current_database()"))
                    .isEqualTo(List.of(List.of(feed.state().slot().orElseThrow(), "t", "t")));
        }
        awaitNoSlots(database);
    }

    @Test
    void backendKilled_freshSlotAndResync() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            String firstSlot = feed.state().slot().orElseThrow();
            server.terminateBackend(feed.state().backendPid().orElseThrow());
            assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.RECONNECTED));
            assertThat(feed.state().slot()).isPresent().isNotEqualTo(firstSlot);
            database.execute("INSERT INTO orders VALUES (1)");
            assertThat(countsUntil(feed, table("public.orders"), 1)).hasSize(1);
            eventually().untilAsserted(() -> assertThat(database.slots()).hasSize(1));
        }
    }
}
