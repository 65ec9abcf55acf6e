package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.countsUntil;
import static io.github.pgchime.nudge.Feeds.on;
import static io.github.pgchime.nudge.Feeds.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partitioned table stands for its partitions, those to come included. */
@EveryMajor
final class PartitionsIT {

    private final PostgresServer server;
    private TestDatabase database;

    PartitionsIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute(
                "CREATE TABLE events (at int, kind int, PRIMARY KEY (at, kind)) PARTITION BY RANGE (at)",
                "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (kind)",
                "CREATE TABLE events_1_1 PARTITION OF events_1 FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20)",
                "CREATE TABLE other (at int, kind int, PRIMARY KEY (at, kind))");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void watchedParent_leafAtAnyDepth_nudgesUnderBothNames() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database).tables("public.events"))) {
            database.execute("INSERT INTO other VALUES (1, 1)", "INSERT INTO events VALUES (1, 1), (11, 1), (12, 1)");
            assertThat(countsUntil(feed, table("public.events"), 3))
                    .isEqualTo(Map.of(
                            table("public.events"), 3L, table("public.events_1_1"), 1L, table("public.events_2"), 2L));
        }
    }

    @Test
    void everyTable_leaf_nudgesUnderAllNames() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database))) {
            database.execute("INSERT INTO events VALUES (1, 1)");
            assertThat(countsUntil(feed, table("public.events"), 1))
                    .isEqualTo(Map.of(
                            table("public.events"), 1L, table("public.events_1"), 1L, table("public.events_1_1"), 1L));
        }
    }

    @Test
    void watchedParent_partitionMadeAndAttachedLater_nudges() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database).tables("public.events"))) {
            database.execute(
                    "CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (20) TO (30)",
                    "INSERT INTO events VALUES (21, 1)");
            countsUntil(feed, table("public.events"), 1);
            database.execute("INSERT INTO other VALUES (31, 1)");
            database.execute("ALTER TABLE events ATTACH PARTITION other FOR VALUES FROM (30) TO (40)");
            database.execute("INSERT INTO other VALUES (32, 1)");
            assertThat(countsUntil(feed, table("public.events"), 1)).containsKey(table("public.other"));
        }
    }

    @Test
    void watchedParent_partitionWrittenAndDropped_nudges() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database).tables("public.events"))) {
            database.execute("CREATE TABLE events_4 PARTITION OF events FOR VALUES FROM (40) TO (50);"
                    + " INSERT INTO events VALUES (41, 1); DROP TABLE events_4");
            countsUntil(feed, table("public.events"), 1);
        }
    }

    @Test
    void missingTable_madeLater_nudges() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database).tables("public.later", "public.later_parted"))) {
            database.execute("CREATE TABLE later (a int)", "INSERT INTO later VALUES (1)");
            countsUntil(feed, table("public.later"), 1);
            database.execute(
                    "CREATE TABLE later_parted (a int) PARTITION BY LIST (a)",
                    "CREATE TABLE leaf PARTITION OF later_parted DEFAULT",
                    "INSERT INTO later_parted VALUES (1)");
            assertThat(countsUntil(feed, table("public.later_parted"), 1)).containsKey(table("public.leaf"));
        }
    }

    @Test
    void withoutVisibilityCheck_partitionMadeLater_nudgesItsParent() throws InterruptedException {
        try (NudgeFeed feed = connected(on(database).tables("public.events").visibilityCheck(false))) {
            database.execute(
                    "CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM (20) TO (30)",
                    "INSERT INTO events VALUES (21, 1)");
            countsUntil(feed, table("public.events"), 1);
        }
    }

    @Test
    void pgoutput_publishedViaRoot_nudgesParent() throws InterruptedException {
        database.execute("CREATE PUBLICATION parted FOR TABLE events WITH (publish_via_partition_root = true)");
        try (NudgeFeed feed = connected(on(database).tables("public.events").publication("parted"))) {
            database.execute("INSERT INTO events VALUES (1, 1)");
            countsUntil(feed, table("public.events"), 1);
        }
    }
}
