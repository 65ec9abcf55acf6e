package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Scripts.CREATE;
import static io.github.pgchime.nudge.Scripts.SLOT;
import static io.github.pgchime.nudge.Scripts.START;
import static io.github.pgchime.nudge.Scripts.side;
import static io.github.pgchime.nudge.Scripts.slot;
import static io.github.pgchime.nudge.Scripts.snapshot;
import static io.github.pgchime.nudge.Scripts.stream;
import static io.github.pgchime.nudge.Scripts.transaction;
import static io.github.pgchime.nudge.Scripts.xlog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.Backoff;
import io.github.pgchime.lifecycle.BackoffPolicy;
import io.github.pgchime.lifecycle.FakeTime;
import io.github.pgchime.lifecycle.LiveThreads;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed's connections from their beginnings to their ends, against a server of scripts and with a time of its own. */
@Timeout(60)
final class NudgeLifeTest {

    private static final Resync CONNECTED = new Resync(Resync.Reason.CONNECTED);
    private static final Resync RECONNECTED = new Resync(Resync.Reason.RECONNECTED);
    private static final TableName A = Tables.A;

    private final LiveThreads threads = new LiveThreads();
    private final FakeTime time = new FakeTime();
    private final ScriptedServer server = ScriptedServer.start();
    private final Listener heard = new Listener();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void start_asksTheseThingsInThisOrder() {
        server.onReplication(stream().silence()).onOrdinary(side());
        try (NudgeFeed feed = builder().applicationName("chimes").open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            assertThat(server.startups())
                    .extracting(startup -> startup.parameters().get("replication"))
                    .containsExactly("database", null);
            assertThat(server.startups())
                    .allSatisfy(
                            startup -> assertThat(startup.parameters()).containsEntry("application_name", "chimes"));
            assertThat(server.queries().subList(0, 6))
                    .containsExactly(
                            "SET wal_sender_timeout = 60000",
                            "SET lock_timeout = 600000",
                            "SELECT current_setting('wal_level') AS wal_level",
                            "SET idle_session_timeout = 0",
                            CREATE + " \"" + SLOT + "\" TEMPORARY LOGICAL \"test_decoding\" NOEXPORT_SNAPSHOT",
                            START + " SLOT \"" + SLOT + "\" LOGICAL 0/0 (\"include-xids\" '1')");
            assertThat(server.queries().get(6)).contains("pg_locks");
            assertThat(server.queries()).hasSize(7);
        }
    }

    @Test
    void state_whileConnected_saysHow() {
        server.onReplication(stream().send(Frames.keepalive(0x500, false)).silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            eventually().until(() -> feed.state().lastLsn().equals(Optional.of(new Lsn(0x500))));
            FeedState state = feed.state();
            assertThat(state.connected()).isTrue();
            assertThat(state.plugin()).contains("test_decoding");
            assertThat(state.slot()).contains(SLOT);
            assertThat(state.backendPid()).hasValue(4711);
            assertThat(state.lastInbound()).contains(time.instant());
            assertThat(state.lastError()).isEmpty();
            assertThat(heard.connected).containsExactly(new NudgeListener.Connected(SLOT, "test_decoding", 4711));
            assertThat(feed.options().debounce()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void change_isToldOnceVisible() {
        AtomicReference<String> seen = new AtomicReference<>("7:7:");
        server.onReplication(
                        stream().send(transaction(7, "public.a", "public.a")).silence())
                .onOrdinary(side(sql -> sql.startsWith("SELECT txid_current_snapshot()")
                        ? Optional.of(snapshot(seen.get()))
                        : Optional.empty()));
        try (NudgeFeed feed = builder().open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            eventually().until(() -> feed.state().waitingFor().equals(List.of(7L)));
            seen.set("8:8:");
            eventually().until(() -> {
                time.advance(Duration.ofMillis(1));
                return feed.state().waitingFor().isEmpty();
            });
            assertThat(((Batch) next(feed)).nudges())
                    .extracting(Nudge::table, Nudge::count)
                    .containsExactly(tuple(A, 2L));
        }
    }

    @Test
    void withoutVisibilityCheck_thereIsOneSessionOnly() {
        server.onReplication(stream().send(transaction(7, "public.a")).silence());
        try (NudgeFeed feed = builder().visibilityCheck(false).open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            assertThat(next(feed)).isInstanceOf(Batch.class);
            assertThat(server.startups()).hasSize(1);
        }
    }

    @Test
    void keepalive_thatAsks_isAnsweredAtOnceWithItsPosition() {
        server.onReplication(stream()
                        .send(Frames.keepalive(0x500, true))
                        .expectStatus("0/500", status -> status.flushed() == 0x500 && !status.replyRequested())
                        .silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            server.verify();
            assertThat(feed.state().connected()).isTrue();
        }
    }

    @Test
    void statusInterval_reportsAndAsksForAnAnswer() {
        CountDownLatch answered = new CountDownLatch(1);
        server.onReplication(stream()
                        .expectStatus(
                                "a report on the timer", status -> status.replyRequested() && status.flushed() == 0x100)
                        .send(Frames.keepalive(0x600, false))
                        .run(answered::countDown)
                        .silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            time.awaitWaiters(1);
            time.advance(Duration.ofMillis(9_999));
            time.awaitWaiters(1);
            assertThat(answered.getCount()).isEqualTo(1);
            passTimeUntil(() -> answered.getCount() == 0, Duration.ofSeconds(1));
            eventually().until(() -> feed.state().lastLsn().equals(Optional.of(new Lsn(0x600))));
        }
    }

    @Test
    void deadLink_isGivenUpAndMadeAnew() {
        server.onReplication(stream().silence(), stream().silence()).onOrdinary(side());
        try (NudgeFeed feed = builder().liveness(Duration.ofSeconds(30)).open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            time.awaitWaiters(2);
            time.advance(Duration.ofMillis(29_999));
            time.awaitWaiters(2);
            assertThat(feed.state().connected()).isTrue();
            passTimeUntil(() -> !heard.disconnected.isEmpty(), Duration.ofSeconds(1));
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
            assertThat(heard.disconnected).singleElement().satisfies(event -> {
                assertThat(event.cause())
                        .isInstanceOf(ConnectionLostException.class)
                        .hasMessageMatching("the server said nothing for [3-6].... ms within liveness");
                assertThat(event.lived()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
            });
            assertThat(feed.state().lastError()).isEmpty();
        }
    }

    @Test
    void livenessOff_believesInSilence() {
        server.onReplication(stream().silence()).onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            for (int i = 0; i < 10; i++) {
                time.awaitWaiters(1);
                time.advance(Duration.ofHours(1));
            }
            assertThat(feed.state().connected()).isTrue();
        }
    }

    @Test
    void silentVisibilitySession_isADeadLink() {
        server.patience(Duration.ofMinutes(1))
                .onReplication(
                        stream().send(transaction(7, "public.a")).silence(),
                        stream().silence())
                .onOrdinary(
                        Script.welcome()
                                .answerUntil("SELECT txid_current_snapshot()", Scripts::answer)
                                .silence(),
                        side());
        try (NudgeFeed feed = builder().liveness(Duration.ofMinutes(5)).open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            eventually().until(() -> server.queries().getLast().startsWith("SELECT txid_current_snapshot()"));
            passTimeUntil(() -> !heard.disconnected.isEmpty(), Duration.ofSeconds(10));
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
            assertThat(next(feed)).isInstanceOf(Batch.class);
        }
    }

    @Test
    void visibilitySession_endedByTheServer_isOpenedAnewWithoutAResync() {
        server.onReplication(stream().send(transaction(7, "public.a")).silence())
                .onOrdinary(
                        Script.welcome()
                                .answerUntil(
                                        "SELECT txid_current_snapshot()",
                                        Scripts::answer,
                                        Frames.fatal("57P01", "terminating connection"))
                                .close(),
                        side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            assertThat(next(feed)).isInstanceOf(Batch.class);
            assertThat(heard.disconnected).isEmpty();
        }
    }

    @Test
    void visibilitySession_cut_isOpenedAnewWithoutAResync() {
        server.onReplication(stream().send(transaction(7, "public.a")).silence())
                .onOrdinary(
                        Script.welcome()
                                .answerUntil("SELECT txid_current_snapshot()", Scripts::answer)
                                .reset(),
                        side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            assertThat(next(feed)).isInstanceOf(Batch.class);
            assertThat(heard.disconnected).isEmpty();
        }
    }

    @Test
    void visibilitySession_thatSaysNonsense_endsTheConnection_andNothingIsLost() {
        server.onReplication(
                        stream().send(transaction(7, "public.a")).silence(),
                        stream().silence())
                .onOrdinary(side("SELECT txid_current_snapshot()", snapshot("nonsense")), side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
            assertThat(next(feed)).isInstanceOf(Batch.class);
            assertThat(heard.disconnected)
                    .singleElement()
                    .satisfies(event -> assertThat(event.cause()).isInstanceOf(ProtocolException.class));
        }
    }

    @Test
    void errorInMidStream_isToldAndTheConnectionMadeAnew() {
        server.onReplication(
                        stream()
                                .send(Frames.fatal("57P01", "terminating connection due to administrator command"))
                                .close(),
                        stream().silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(nextWhileTimePasses(feed)).isEqualTo(CONNECTED);
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
            assertThat(heard.disconnected)
                    .singleElement()
                    .satisfies(event -> assertThat(event.cause())
                            .isInstanceOfSatisfying(
                                    ServerException.class,
                                    e -> assertThat(e.sqlState()).isEqualTo("57P01")));
            assertThat(heard.retries)
                    .extracting(NudgeListener.Retrying::attempt)
                    .containsExactly(1);
        }
    }

    @Test
    void copyDone_isALostConnection() {
        reconnectsAfter(ConnectionLostException.class, Frames.copyDone());
    }

    @Test
    void garbagePayload_isAProtocolError() {
        reconnectsAfter(ProtocolException.class, xlog(0x200, "\u0001nonsense"));
    }

    @Test
    void garbageInTheStream_isAProtocolError() {
        reconnectsAfter(ProtocolException.class, Frames.copyData(new byte[] {'?'}));
        assertThat(heard.retries).hasSize(1);
    }

    @Test
    void changeWithoutTransaction_isAProtocolError() {
        reconnectsAfter(ProtocolException.class, xlog(0x200, "table public.a: INSERT: id[integer]:1"));
    }

    private void reconnectsAfter(Class<? extends PgChimeException> cause, byte[] bytes) {
        server.onReplication(stream().send(bytes).silence(), stream().silence()).onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            eventually().until(() -> heard.disconnected.size() == 1);
            assertThat(heard.disconnected.getFirst().cause()).isInstanceOf(cause);
            next(feed);
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
        }
    }

    @Test
    void noFreeSlot_isRetried() {
        server.onReplication(
                        slot(
                                        Frames.errorResponse("53400", "all replication slots are in use"),
                                        Frames.readyForQuery('I'))
                                .silence(),
                        stream().silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(feed.state().connected()).isFalse();
            assertThat(feed.state().lastError())
                    .get()
                    .satisfies(e -> assertThat(e)
                            .isInstanceOfSatisfying(
                                    ServerException.class,
                                    s -> assertThat(s.sqlState()).isEqualTo("53400")));
            assertThat(nextWhileTimePasses(feed)).isEqualTo(CONNECTED);
            assertThat(heard.disconnected).isEmpty();
        }
    }

    @Test
    void openWriters_areNamed() {
        server.onReplication(slot(
                                Frames.errorResponse("55P03", "canceling statement due to lock timeout"),
                                Frames.readyForQuery('I'))
                        .expectQueryStarting(
                                "-- The transactions that have written",
                                Frames.rowDescription("writer"),
                                Frames.dataRow("pid 99 (bob on app)"),
                                Frames.dataRow("prepared transaction 'x'"),
                                Frames.commandComplete("SELECT 2"),
                                Frames.readyForQuery('I'))
                        .silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(feed.state().lastError().orElseThrow())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining(
                            "write transactions that are open: pid 99 (bob on app), prepared transaction 'x'");
        }
    }

    @Test
    void missingPlugin_fallsBackToTheNext() {
        server.onReplication(slot(
                                Frames.errorResponse("58P01", "could not access file \"wal2json\""),
                                Frames.readyForQuery('I'))
                        .answerUntil(START, Scripts::answer, Frames.copyBothResponse())
                        .silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().tables("public.a").open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            assertThat(feed.state().plugin()).contains("test_decoding");
            assertThat(server.queries())
                    .filteredOn(sql -> sql.startsWith(CREATE))
                    .hasSize(2);
        }
    }

    @Test
    void noPluginAtAll_endsItWithWhatToDo() {
        server.onReplication(slot(Frames.errorResponse("58P01", "could not access file"), Frames.readyForQuery('I'))
                        .silence())
                .onOrdinary(side());
        assertThatThrownBy(() -> builder().open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot load the output plugin test_decoding (could not access file)");
        awaitNothingLeft();
    }

    @Test
    void slotErrorOfAnotherKind_isNotHidden() {
        server.onReplication(slot(Frames.errorResponse("0A000", "not on a standby"), Frames.readyForQuery('I'))
                        .silence())
                .onOrdinary(side());
        assertThatThrownBy(() -> builder().open())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("not on a standby");
        awaitNothingLeft();
    }

    @Test
    void permanentErrorAtOpen_endsItWithTheTypedError() {
        server.onReplication(Script.empty()
                .send(Frames.fatal("28P01", "password authentication failed"))
                .close());
        assertThatThrownBy(() -> builder().open())
                .isInstanceOfSatisfying(
                        ServerException.class, e -> assertThat(e.sqlState()).isEqualTo("28P01"));
        awaitNothingLeft();
    }

    @Test
    void roleThatMayNotReplicate_isToldHow() {
        server.onReplication(
                Script.empty().send(Frames.fatal("42501", "must be superuser")).close());
        assertThatThrownBy(() -> builder().open())
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("ALTER ROLE tester REPLICATION");
    }

    @Test
    void walLevel_tooLow_isToldHow() {
        server.onReplication(Script.welcome()
                .answerUntil(
                        "SELECT current_setting",
                        Scripts::answer,
                        Frames.row(List.of("wal_level"), List.of("replica")).toArray(byte[][]::new))
                .silence());
        assertThatThrownBy(() -> builder().open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ALTER SYSTEM SET wal_level = 'logical'");
        awaitNothingLeft();
    }

    @Test
    void missingPublication_isToldHow() {
        server.onReplication(side());
        assertThatThrownBy(() -> builder().publication("mine").open())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("CREATE PUBLICATION \"mine\" FOR ALL TABLES;");
        awaitNothingLeft();
    }

    @Test
    void permanentErrorAfterAReconnect_isRetriedSlowly_withOneError() {
        server.onReplication(
                        stream().close(),
                        Script.empty()
                                .send(Frames.fatal("28P01", "password authentication failed"))
                                .close(),
                        Script.empty()
                                .send(Frames.fatal("28P01", "password authentication failed"))
                                .close(),
                        Script.empty()
                                .send(Frames.fatal("28P01", "password authentication failed"))
                                .close(),
                        stream().silence())
                .onOrdinary(side());
        Errors errors = new Errors();
        Logger logger = Logger.getLogger(NudgeFeed.class.getName());
        logger.addHandler(errors);
        try (NudgeFeed feed = builder().open()) {
            for (int attempt = 1; attempt <= 4; attempt++) {
                int expected = attempt;
                passTimeUntil(() -> heard.retries.size() == expected, Duration.ofSeconds(30));
            }
            passTimeUntil(() -> heard.connected.size() == 2, Duration.ofSeconds(30));
            assertThat(heard.retries)
                    .extracting(NudgeListener.Retrying::delay)
                    .containsExactly(
                            Duration.ofMillis(100),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(30));
            assertThat(heard.retries)
                    .extracting(NudgeListener.Retrying::attempt)
                    .containsExactly(1, 2, 3, 4);
            assertThat(errors.messages).singleElement().asString().contains("needs mending by hand");
            assertThat(feed.state().connected()).isTrue();
        } finally {
            logger.removeHandler(errors);
        }
    }

    @Test
    void backoff_isThatOfTheSeed() {
        server.onReplication(Script.empty().reset());
        Backoff expected =
                new Backoff(new BackoffPolicy(Duration.ofMillis(100), Duration.ofSeconds(5), 2, false), new Random(7));
        List<Duration> delays = new ArrayList<>();
        try (NudgeFeed feed = builder().random(new Random(7)).open()) {
            for (int attempt = 1; attempt <= 12; attempt++) {
                int seen = attempt;
                passTimeUntil(() -> heard.retries.size() == seen, Duration.ofSeconds(5));
                Duration delay = heard.retries.getLast().delay();
                assertThat(delay).isLessThanOrEqualTo(Duration.ofMillis(Math.min(5_000, 100L << (attempt - 1))));
                delays.add(delay);
            }
            assertThat(feed.state().connected()).isFalse();
        }
        assertThat(delays)
                .isEqualTo(IntStream.range(0, 12).mapToObj(i -> expected.next()).toList());
    }

    @Test
    void healthySpell_beginsTheBackoffAnew() {
        CountDownLatch lived = new CountDownLatch(1);
        server.onReplication(
                        Script.empty().reset(),
                        Script.empty().reset(),
                        stream().await(lived).close(),
                        stream().silence())
                .onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            assertThat(nextWhileTimePasses(feed)).isEqualTo(CONNECTED);
            time.advance(Duration.ofSeconds(5));
            lived.countDown();
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
            assertThat(heard.retries)
                    .extracting(NudgeListener.Retrying::delay)
                    .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(100));
            assertThat(heard.retries)
                    .extracting(NudgeListener.Retrying::attempt)
                    .containsExactly(1, 2, 1);
        }
    }

    @Test
    void silenceWhileOpening_isGivenUp_inTheVisibilitySessionToo() {
        server.onReplication(side(), stream().silence())
                .onOrdinary(
                        Script.welcome()
                                .expectQuery("SET idle_session_timeout = 0")
                                .silence(),
                        side());
        NudgeFeed feed = start();
        try (feed) {
            eventually().until(() -> server.queries().contains("SET idle_session_timeout = 0"));
            passTimeUntil(() -> heard.retries.size() == 1, Duration.ofMinutes(40));
            assertThat(heard.retries.getFirst().cause()).hasMessageEndingWith("ms while the stream was being opened");
            assertThat(nextWhileTimePasses(feed)).isEqualTo(CONNECTED);
        }
        awaitNothingLeft();
    }

    @Test
    void visibilitySession_thatFailsAtOnce_isLeftToNobody() {
        server.onReplication(side())
                .onOrdinary(Script.welcome()
                        .expectQueryStarting("SET idle", Frames.errorResponse("42501", "no"), Frames.readyForQuery('I'))
                        .expectEnd());
        assertThatThrownBy(() -> builder().open()).isInstanceOf(ServerException.class);
        awaitNothingLeft();
    }

    @Test
    void pushedBackReader_learnsThatItsConnectionIsLost() {
        String[] tables =
                IntStream.range(0, 9_999).mapToObj(i -> "public.t" + i).toArray(String[]::new);
        Script flood = stream();
        for (int xid = 1; xid <= 8; xid++) {
            flood = flood.send(transaction(xid, tables));
        }
        CountDownLatch cut = new CountDownLatch(1);
        server.patience(Duration.ofMinutes(1))
                .onReplication(flood.await(cut).reset(), stream().silence())
                .onOrdinary(side("SELECT txid_current_snapshot()", snapshot("1:1:")));
        try (NudgeFeed feed = builder().open()) {
            assertThat(next(feed)).isEqualTo(CONNECTED);
            eventually().until(() -> {
                time.advance(Duration.ofMillis(100));
                return feed.state().waitingFor().size() == 7;
            });
            cut.countDown();
            assertThat(nextWhileTimePasses(feed)).isEqualTo(RECONNECTED);
        }
        awaitNothingLeft();
    }

    @Test
    void bug_atTheFirstAttempt_isThrownByOpen() {
        server.onReplication(side()).onOrdinary(side());
        RandomGenerator broken = () -> {
            throw new IllegalStateException("bug");
        };
        assertThatThrownBy(() -> builder().random(broken).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bug");
        awaitNothingLeft();
    }

    @Test
    void bug_later_isThrownOnceByTheIterator_andCompletesTheOthers() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        server.onReplication(stream().await(cut).close()).onOrdinary(side());
        RandomGenerator brokenLater = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 42L << 32;
            }

            @Override
            public long nextLong(long bound) {
                throw new IllegalStateException("bug");
            }
        };
        try (NudgeFeed feed = builder().random(brokenLater).open()) {
            Iterator<FeedItem> items = feed.iterator();
            assertThat(items.next()).isEqualTo(CONNECTED);
            cut.countDown();
            assertThatThrownBy(items::hasNext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("bug");
            assertThat(items.hasNext()).isFalse();
            assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
            feed.forEachAsync(item -> {}).get(15, TimeUnit.SECONDS);
        }
        awaitNothingLeft();
    }

    @Test
    void bug_ofTheAnnouncer_endsTheFeedAndItsConnection() {
        server.onReplication(stream().send(transaction(7, "public.a")).silence())
                .onOrdinary(side());
        TimeSource broken = new BrokenForTheAnnouncer();
        try (NudgeFeed feed =
                builder().time(broken).debounce(Duration.ofSeconds(1)).open()) {
            assertThatThrownBy(() -> {
                        while (true) {
                            next(feed);
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("bug");
            awaitNothingLeft();
        }
    }

    @Test
    void failure_completesForEachAsyncWithIt() {
        CountDownLatch cut = new CountDownLatch(1);
        server.onReplication(stream().await(cut).close()).onOrdinary(side());
        RandomGenerator brokenLater = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 42L << 32;
            }

            @Override
            public long nextLong(long bound) {
                throw new IllegalStateException("bug");
            }
        };
        try (NudgeFeed feed = builder().random(brokenLater).open()) {
            CompletableFuture<Void> done = feed.forEachAsync(item -> {});
            cut.countDown();
            assertThatThrownBy(() -> done.get(15, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("bug");
        }
    }

    @Test
    void interruptWhileOpening_isALostConnection_andLeavesNothing() throws Exception {
        server.onReplication(slot().silence()).onOrdinary(side());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread opening = Thread.startVirtualThread(() -> {
            try {
                builder().open().close();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        eventually().until(() -> server.queries().stream().anyMatch(sql -> sql.startsWith(CREATE)));
        opening.interrupt();
        assertThat(opening.join(DEADLINE)).isTrue();
        assertThat(thrown.get()).isInstanceOf(ConnectionLostException.class).hasMessageContaining("interrupted");
        assertThat(interrupted.get()).isTrue();
        awaitNothingLeft();
    }

    @Test
    void publisher_withoutSubscriber_isRefusedAtOnce() {
        server.onReplication(stream().silence()).onOrdinary(side());
        try (NudgeFeed feed = builder().open()) {
            assertThatThrownBy(() -> feed.publisher().subscribe(nobody())).isInstanceOf(NullPointerException.class);
        }
    }

    /** The one place where no subscriber is what is tested. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "DataFlowIssue"})
    private static <T> T nobody() {
        return null;
    }

    /** Impatient with nobody: a machine that is busy lets much time pass between two messages. */
    private NudgeFeedBuilder builder() {
        return NudgeFeed.builder(server.url())
                .connectTimeout(Duration.ofMinutes(10))
                .livenessOff()
                .debounce(Duration.ZERO)
                .listener(heard)
                .time(time)
                .random(Scripts.greatest());
    }

    /** As {@link NudgeFeedBuilder#open}, which waits for the first outcome. */
    private NudgeFeed start() {
        return new NudgeFeed(builder().options(), heard, time, Scripts.greatest());
    }

    private void awaitNothingLeft() {
        eventually().until(() -> server.connections() == 0);
        threads.awaitNoMore();
    }

    private static FeedItem next(NudgeFeed feed) {
        return feed.iterator().next();
    }

    private void passTimeUntil(Callable<Boolean> condition, Duration step) {
        await().pollInterval(Duration.ofMillis(100)).atMost(DEADLINE).until(() -> {
            boolean met = condition.call();
            if (!met) {
                time.advance(step);
            }
            return met;
        });
    }

    private FeedItem nextWhileTimePasses(NudgeFeed feed) {
        AtomicReference<Optional<FeedItem>> item = new AtomicReference<>(Optional.empty());
        await().pollInterval(Duration.ofMillis(2)).atMost(DEADLINE).until(() -> {
            item.set(feed.poll(Duration.ZERO));
            if (item.get().isEmpty()) {
                time.advance(Duration.ofMillis(50));
            }
            return item.get().isPresent();
        });
        return item.get().orElseThrow();
    }

    private static final class Listener implements NudgeListener {
        private final List<Connected> connected = new CopyOnWriteArrayList<>();
        private final List<Disconnected> disconnected = new CopyOnWriteArrayList<>();
        private final List<Retrying> retries = new CopyOnWriteArrayList<>();

        @Override
        public void onConnected(Connected event) {
            connected.add(event);
        }

        @Override
        public void onDisconnected(Disconnected event) {
            disconnected.add(event);
        }

        @Override
        public void onRetry(Retrying event) {
            retries.add(event);
        }
    }

    /** What is logged as an error. */
    private static final class Errors extends Handler {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().equals(Level.SEVERE)) {
                messages.add(message.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** A clock that breaks in the announcer's hands. */
    private final class BrokenForTheAnnouncer implements TimeSource {
        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public void await(Condition condition, long until) throws InterruptedException {
            if (Thread.currentThread().getName().equals("pgchime-announcer")) {
                throw new IllegalStateException("bug");
            }
            time.await(condition, until);
        }
    }
}
