package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.countsUntil;
import static io.github.pgchime.nudge.Feeds.next;
import static io.github.pgchime.nudge.Feeds.on;
import static io.github.pgchime.nudge.Feeds.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a synchronous standby is away, commits are in the log and invisible, for as long as it stays away. */
@EveryMajor(own = true)
final class SynchronousStandbyIT {

    private final PostgresServer server;
    private TestDatabase database;

    SynchronousStandbyIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute(
                "ALTER DATABASE " + database.name() + " SET synchronous_commit = local",
                "CREATE TABLE orders (id int)",
                "CREATE TABLE stations (id int)");
        server.setting("synchronous_standby_names", "absent");
    }

    @AfterEach
    void drop() {
        server.resetSetting("synchronous_standby_names");
        database.close();
    }

    @Test
    void commit_notVisibleYet_isToldOnceItIs() throws Exception {
        try (NudgeFeed feed = connected(on(database))) {
            CompletableFuture<Void> waiting = insertWaitingForStandby("orders");
            eventually().until(() -> feed.state().waitingFor().size() == 1);
            database.execute("INSERT INTO stations VALUES (1)");
            assertThat(countsUntil(feed, table("public.stations"), 1)).containsOnlyKeys(table("public.stations"));
            assertThat(waiting).isNotDone();
            server.resetSetting("synchronous_standby_names");
            assertThat(countsUntil(feed, table("public.orders"), 1)).containsOnlyKeys(table("public.orders"));
            assertThat(database.queryOne("SELECT count(*) FROM orders")).isEqualTo("1");
            eventually().until(() -> feed.state().waitingFor().isEmpty());
            waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void commit_notVisibleWhenConnectionIsLost_isToldAfterTheResync() throws Exception {
        try (NudgeFeed feed = connected(on(database))) {
            CompletableFuture<Void> waiting = insertWaitingForStandby("orders");
            eventually().until(() -> feed.state().waitingFor().size() == 1);
            server.terminateBackend(feed.state().backendPid().orElseThrow());
            // A new slot waits for the transaction that waits for the standby.
            eventually().until(() -> !feed.state().connected());
            server.resetSetting("synchronous_standby_names");
            waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            FeedItem item = next(feed);
            assertThat(item).isEqualTo(new Resync(Resync.Reason.RECONNECTED));
            assertThat(database.queryOne("SELECT count(*) FROM orders")).isEqualTo("1");
        }
    }

    /** The one kind of commit that no stream tells: in the log before the slot's start, visible after the Resync. */
    @Test
    void commit_beforeTheSlotAndVisibleAfterTheResync_isALateCommit() throws Exception {
        try (Connection first = database.connect();
                Connection second = database.connect();
                Statement one = first.createStatement();
                Statement two = second.createStatement()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            one.execute("INSERT INTO stations VALUES (1)");
            CompletableFuture<NudgeFeed> opening = CompletableFuture.supplyAsync(
                    on(database).statusInterval(Duration.ofMillis(200))::open, Thread::startVirtualThread);
            awaitSlotWaitsFor(pid(one));
            two.execute("INSERT INTO stations VALUES (2)");
            int secondPid = pid(two);
            first.commit();
            awaitSlotWaitsFor(secondPid);
            CompletableFuture<Void> waiting = insertWaitingForStandby("orders");
            eventually()
                    .until(() -> database.queryOne("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                            .equals("1"));
            second.commit();
            try (NudgeFeed feed = opening.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.CONNECTED));
                assertThat(database.queryOne("SELECT count(*) FROM orders")).isEqualTo("0");
                server.resetSetting("synchronous_standby_names");
                assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.LATE_COMMIT));
                assertThat(database.queryOne("SELECT count(*) FROM orders")).isEqualTo("1");
                waiting.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private CompletableFuture<Void> insertWaitingForStandby(String table) {
        return CompletableFuture.runAsync(
                () -> database.execute("SET synchronous_commit = on", "INSERT INTO " + table + " VALUES (1)"),
                Thread::startVirtualThread);
    }

    private static int pid(Statement statement) throws Exception {
        try (var result = statement.executeQuery("SELECT pg_backend_pid()")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    private void awaitSlotWaitsFor(int pid) {
        eventually()
                .until(() -> !database.query("SELECT 1 FROM pg_stat_activity WHERE backend_type = 'walsender' AND "
                                + pid + " = ANY (pg_blocking_pids(pid))")
                        .equals(List.of()));
    }
}
