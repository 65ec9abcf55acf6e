package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.countsUntil;
import static io.github.pgchime.nudge.Feeds.next;
import static io.github.pgchime.nudge.Feeds.on;
import static io.github.pgchime.nudge.Feeds.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream rests on may be changed under it, in silence; the feed notices and says so. */
@EveryMajor
final class PremisesIT {

    private static final Resync RECONNECTED = new Resync(Resync.Reason.RECONNECTED);

    private final PostgresServer server;
    private TestDatabase database;

    PremisesIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute("CREATE TABLE orders (id int PRIMARY KEY)", "CREATE PUBLICATION shop FOR ALL TABLES");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void publicationDropped_isSaidWithoutAnyChange() throws Exception {
        try (NudgeFeed feed = connected(quick().publication("shop"))) {
            database.execute("DROP PUBLICATION shop", "INSERT INTO orders VALUES (1)");
            eventually().until(() -> !feed.state().connected());
            eventually().until(() -> feed.state().lastError().isPresent());
            assertThat(feed.state().lastError().orElseThrow()).hasMessageContaining("shop");
        }
    }

    @Test
    void publicationMadeAnew_isAResync() throws Exception {
        try (NudgeFeed feed = connected(quick().publication("shop"))) {
            database.execute("BEGIN; DROP PUBLICATION shop; CREATE PUBLICATION shop FOR ALL TABLES; COMMIT");
            assertThat(next(feed)).isEqualTo(RECONNECTED);
        }
    }

    @Test
    void replicaIdentityLost_changesThePluginAndResyncs() throws Exception {
        assumeThat(server.hasWal2json()).isTrue();
        try (NudgeFeed feed = connected(quick().tables("public.orders"))) {
            assertThat(feed.state().plugin()).contains("wal2json");
            database.execute("ALTER TABLE orders DROP CONSTRAINT orders_pkey");
            assertThat(next(feed)).isEqualTo(RECONNECTED);
            assertThat(feed.state().plugin()).contains("test_decoding");
        }
    }

    @Test
    void tableMadeAnewAsPartitioned_resyncsAndNudgesItsPartitions() throws Exception {
        try (NudgeFeed feed = connected(quick().tables("public.orders"))) {
            database.execute(
                    "DROP TABLE orders",
                    "CREATE TABLE orders (id int) PARTITION BY LIST (id)",
                    "CREATE TABLE orders_any PARTITION OF orders DEFAULT");
            assertThat(next(feed)).isEqualTo(RECONNECTED);
            database.execute("INSERT INTO orders VALUES (1)");
            assertThat(countsUntil(feed, table("public.orders"), 1)).containsKey(table("public.orders_any"));
        }
    }

    private NudgeFeedBuilder quick() {
        return on(database).statusInterval(Duration.ofMillis(100)).backoff(Duration.ofMillis(1), Duration.ofMillis(50));
    }
}
