package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Feeds.awaitNoSlots;
import static io.github.pgchime.nudge.Feeds.connected;
import static io.github.pgchime.nudge.Feeds.countsUntil;
import static io.github.pgchime.nudge.Feeds.next;
import static io.github.pgchime.nudge.Feeds.on;
import static io.github.pgchime.nudge.Feeds.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ServerException;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How feeds begin, suffer and end. */
@OldestAndNewest
final class LifeIT {

    private final PostgresServer server;
    private TestDatabase database;

    LifeIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        database.execute("CREATE TABLE orders (id int PRIMARY KEY)", "CREATE TABLE stations (id int PRIMARY KEY)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void killedJvm_leavesNoSlot() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeverFeed.class.getName(),
                        database.url())
                .redirectErrorStream(true)
                .redirectOutput(File.createTempFile("pgchime", ".log"))
                .start();
        try {
            eventually().until(() -> database.slots().size() == 1);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        awaitNoSlots(database);
    }

    @Test
    void blackHole_isNoticedWithinLiveness() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(server);
                NudgeFeed feed = connected(NudgeFeed.builder(proxy.url(database.url()))
                        .statusInterval(Duration.ofMillis(200))
                        .liveness(Duration.ofMillis(800)))) {
            proxy.blackhole();
            eventually().until(() -> feed.state().lastError().isPresent());
            assertThat(feed.state().connected()).isFalse();
            assertThat(feed.state().lastError().orElseThrow()).hasMessageContaining("said nothing");
            proxy.resume();
            assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.RECONNECTED));
        }
    }

    @Test
    void idle_longerThanLiveness_staysConnected() throws Exception {
        try (NudgeFeed feed =
                connected(on(database).statusInterval(Duration.ofMillis(50)).liveness(Duration.ofMillis(500)))) {
            String slot = feed.state().slot().orElseThrow();
            assertThat(feed.poll(Duration.ofMillis(1_200))).isEmpty();
            assertThat(feed.state().slot()).contains(slot);
        }
    }

    @Test
    void slowConsumer_longerThanServersPatience_keepsTheConnection() throws Exception {
        try (NudgeFeed feed = connected(on(database).statusInterval(Duration.ofMillis(100)))) {
            database.execute("INSERT INTO orders SELECT generate_series(1, 20000)");
            for (int i = 0; i < 200; i++) {
                database.execute("INSERT INTO stations VALUES (" + i + ")");
            }
            assertThat(countsUntil(feed, table("public.stations"), 200))
                    .isEqualTo(Map.of(table("public.orders"), 20_000L, table("public.stations"), 200L));
        }
    }

    @Test
    void tooManyTables_isAnOverflow() throws Exception {
        List<String> ddl = new ArrayList<>();
        StringBuilder writes = new StringBuilder("BEGIN;");
        for (int i = 0; i < 30; i++) {
            ddl.add("CREATE TABLE many_" + i + " (a int)");
            writes.append("INSERT INTO many_").append(i).append(" VALUES (1);");
        }
        database.execute(ddl.toArray(String[]::new));
        try (NudgeFeed feed = connected(on(database).maxTables(20))) {
            database.execute(writes + "COMMIT");
            assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.OVERFLOW));
            database.execute("INSERT INTO orders VALUES (1)");
            assertThat(countsUntil(feed, table("public.orders"), 1)).hasSize(1);
        }
    }

    @Test
    void serverDownAtOpen_isRetriedUntilItIsUp() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(server)) {
            proxy.refuse(true);
            try (NudgeFeed feed = NudgeFeed.builder(proxy.url(database.url())).open()) {
                assertThat(feed.state().connected()).isFalse();
                assertThat(feed.state().lastError()).isPresent();
                proxy.refuse(false);
                assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.CONNECTED));
                assertThat(feed.state().lastError()).isEmpty();
            }
        }
    }

    @Test
    void wrongPassword_endsAtOnce() {
        database.createRole("nudge_role", "right", "REPLICATION");
        assertThatThrownBy(() -> NudgeFeed.builder(database.url("nudge_role", "wr0ng-canary"))
                        .open())
                .isInstanceOfSatisfying(
                        ServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"))
                .hasMessageNotContaining("canary");
    }

    @Test
    void roleWithoutReplication_endsAtOnceAndSaysHow() {
        String url = database.createRole("plain_role", "secret");
        assertThatThrownBy(() -> NudgeFeed.builder(url).open())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("ALTER ROLE plain_role REPLICATION");
    }

    @Test
    void missingDatabase_endsAtOnce() {
        assertThatThrownBy(
                        () -> NudgeFeed.builder(server.superuserUrl("nowhere")).open())
                .isInstanceOfSatisfying(
                        ServerException.class, e -> assertThat(e.sqlState()).isEqualTo("3D000"));
    }

    @Test
    void missingPublication_endsAtOnceWithTheStatement() {
        assertThatThrownBy(() -> on(database)
                        .publication("no\"ne")
                        .tables("public.orders")
                        .open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("CREATE PUBLICATION \"no\"\"ne\" FOR TABLE \"public\".\"orders\"");
    }

    @Test
    void verifyFull_withScram_connects() throws Exception {
        assumeThat(server.hasTls()).isTrue();
        String url = database.createRole("tls_role", "s3cret", "REPLICATION", "IN ROLE tls_only")
                .replace(
                        "sslmode=disable",
                        "sslmode=verify-full&sslrootcert="
                                + server.certificates().caFile());
        assertThat(url).contains("verify-full");
        try (NudgeFeed feed = connected(NudgeFeed.builder(url))) {
            database.execute("INSERT INTO orders VALUES (1)");
            assertThat(countsUntil(feed, table("public.orders"), 1)).hasSize(1);
            assertThat(database.queryOne("SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
                            + " WHERE a.usename = 'tls_role' AND s.ssl"))
                    .isEqualTo("2");
        }
    }

    @Test
    void iteration_closedFromInside_ends() throws Exception {
        NudgeFeed feed = on(database).open();
        for (FeedItem item : feed) {
            assertThat(item).isEqualTo(new Resync(Resync.Reason.CONNECTED));
            feed.close();
        }
        awaitNoSlots(database);
        assertThat(feed.iterator().hasNext()).isFalse();
        feed.close();
    }

    @Test
    void iteration_closedFromElsewhere_endsWithinASecond() throws Exception {
        NudgeFeed feed = connected(on(database));
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> feed.iterator().hasNext(), Thread::startVirtualThread);
        feed.close();
        assertThat(waiting.get(1, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void iteration_interrupted_endsAndKeepsTheInterrupt() throws Exception {
        try (NudgeFeed feed = connected(on(database))) {
            Thread.currentThread().interrupt();
            assertThat(feed.iterator().hasNext()).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void close_leavesNoThread() throws Exception {
        Set<Thread> before = platformThreads();
        NudgeFeed feed = connected(on(database));
        feed.close();
        eventually()
                .pollInSameThread()
                .untilAsserted(() -> assertThat(virtualThreadsOf(feed)).isZero());
        assertThat(platformThreads())
                .allSatisfy(thread -> assertThat(before.contains(thread)
                                || thread.getName().startsWith("ForkJoinPool")
                                || thread.getName().startsWith("VirtualThread"))
                        .as(thread.getName())
                        .isTrue());
    }

    @Test
    void forEachAsync_throwingConsumer_isReportedAndTheNextItemFollows() throws Exception {
        ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<FeedItem> items = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> done;
        try (NudgeFeed feed = on(database)
                .listener(new NudgeListener() {
                    @Override
                    public void onError(Throwable error) {
                        errors.add(error);
                    }
                })
                .open()) {
            done = feed.forEachAsync(item -> {
                items.add(item);
                if (item instanceof Resync) {
                    throw new IllegalStateException("handler");
                }
            });
            eventually().until(() -> errors.size() == 1);
            database.execute("INSERT INTO orders VALUES (1)");
            eventually().until(() -> items.size() == 2);
        }
        done.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void publisher_deliversByDemand() throws Exception {
        ConcurrentLinkedQueue<FeedItem> items = new ConcurrentLinkedQueue<>();
        AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        CompletableFuture<Void> complete = new CompletableFuture<>();
        try (NudgeFeed feed = on(database).open()) {
            feed.publisher().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                    subscription.set(given);
                    given.request(1);
                }

                @Override
                public void onNext(FeedItem item) {
                    items.add(item);
                }

                @Override
                public void onError(Throwable error) {
                    complete.completeExceptionally(error);
                }

                @Override
                public void onComplete() {
                    complete.complete(null);
                }
            });
            eventually().until(() -> items.size() == 1);
            database.execute("INSERT INTO orders VALUES (1)");
            database.execute("INSERT INTO stations VALUES (1)");
            assertThat(items).hasSize(1);
            subscription.get().request(5);
            eventually()
                    .until(() -> items.stream()
                            .filter(Batch.class::isInstance)
                            .flatMap(item -> ((Batch) item).tables().stream())
                            .collect(Collectors.toSet())
                            .equals(Set.of(table("public.orders"), table("public.stations"))));
        }
        complete.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void failsafe_comesByItself() throws Exception {
        try (NudgeFeed feed = connected(on(database).failsafe(Duration.ofMillis(300)))) {
            assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.FAILSAFE));
            assertThat(next(feed)).isEqualTo(new Resync(Resync.Reason.FAILSAFE));
        }
    }

    @Test
    void listener_hearsOfEverything() throws Exception {
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        try (NudgeFeed feed = on(database)
                .listener(new NudgeListener() {
                    @Override
                    public void onConnected(Connected event) {
                        heard.add("connected by " + event.plugin());
                        throw new IllegalStateException("a listener that throws harms nobody");
                    }

                    @Override
                    public void onDisconnected(Disconnected event) {
                        heard.add("disconnected");
                    }

                    @Override
                    public void onRetry(Retrying event) {
                        heard.add("retry " + event.attempt());
                    }

                    @Override
                    public void onItem(FeedItem item) {
                        heard.add(item.getClass().getSimpleName());
                    }
                })
                .open()) {
            eventually().until(() -> heard.size() == 2);
            server.terminateBackend(feed.state().backendPid().orElseThrow());
            eventually().until(() -> heard.size() == 6);
        }
        assertThat(heard)
                .containsExactly(
                        "connected by test_decoding",
                        "Resync",
                        "disconnected",
                        "retry 1",
                        "connected by test_decoding",
                        "Resync");
    }

    @Test
    void flightRecording_showsConnectionsAndItems() throws Exception {
        try (RecordingStream recording = new RecordingStream()) {
            ConcurrentLinkedQueue<String> recorded = new ConcurrentLinkedQueue<>();
            recording.enable("io.github.pgchime.NudgeConnected");
            recording.enable("io.github.pgchime.NudgeTold");
            recording.onEvent("io.github.pgchime.NudgeConnected", event -> recorded.add(event.getString("plugin")));
            recording.onEvent(
                    "io.github.pgchime.NudgeTold",
                    event -> recorded.add(event.getString("resync") + event.getLong("changes")));
            recording.startAsync();
            try (NudgeFeed feed = connected(on(database))) {
                database.execute("INSERT INTO orders VALUES (1), (2)");
                countsUntil(feed, table("public.orders"), 2);
            }
            recording.stop();
            assertThat(recorded).contains("test_decoding", "CONNECTED0", "2");
        }
    }

    private static Set<Thread> platformThreads() {
        return Thread.getAllStackTraces().keySet();
    }

    /** Virtual threads are in no list; those of a feed are named, and its own tell whether they live. */
    private static long virtualThreadsOf(NudgeFeed feed) {
        return feed.threads().stream().filter(Thread::isAlive).count();
    }
}
