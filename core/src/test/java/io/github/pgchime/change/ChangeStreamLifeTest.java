package io.github.pgchime.change;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.change.Scripts.START;
import static io.github.pgchime.change.Scripts.answers;
import static io.github.pgchime.change.Scripts.opening;
import static io.github.pgchime.change.Scripts.slot;
import static io.github.pgchime.change.Scripts.stream;
import static io.github.pgchime.change.Scripts.system;
import static io.github.pgchime.change.Scripts.transaction;
import static io.github.pgchime.change.Scripts.welcome;
import static io.github.pgchime.change.Scripts.xlog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.ServerException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.FakeTime;
import io.github.pgchime.lifecycle.LiveThreads;
import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import io.github.pgchime.testkit.script.ScriptedServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream's connections from their beginnings to their ends, against a server of scripts and with a time of its own. */
@Timeout(60)
class ChangeStreamLifeTest {

    private static final byte[] ENDS = Frames.fatal("57P01", "terminating connection");

    private final LiveThreads threads = new LiveThreads();
    private final FakeTime time = new FakeTime();
    private final ScriptedServer server = ScriptedServer.start();
    private final List<Record> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        server.close();
        threads.awaitNoMore();
    }

    @Test
    void stream_asksTheseThingsInThisOrder() {
        server.onReplication(stream().silence());
        ChangeStream stream = builder().open();
        assertThat(server.queries())
                .satisfiesExactly(
                        sql -> assertThat(sql).contains("wal_sender_timeout"),
                        sql -> assertThat(sql).contains("intervalstyle = 'iso_8601'"),
                        sql -> assertThat(sql).startsWith("SET lock_timeout = "),
                        sql -> assertThat(sql).contains("wal_level"),
                        sql -> assertThat(sql).isEqualTo("IDENTIFY_SYSTEM"),
                        sql -> assertThat(sql).contains("pubname = 'p'"),
                        sql -> assertThat(sql).contains("s.slot_name = 's'"),
                        sql -> assertThat(sql)
                                .isEqualTo(START + " SLOT \"s\" LOGICAL 0/100 (\"proto_version\" '4',"
                                        + " \"publication_names\" '\"p\"', \"messages\" 'true', \"binary\" 'false',"
                                        + " \"streaming\" 'on')"));
        assertThat(heard).containsExactly(new ChangeListener.Connected("s", 4711, new Lsn(0x100)));
        endBy(stream);
    }

    @Test
    void close_tellsWhatIsAcknowledged_andThatItIsTheEnd() {
        server.onReplication(stream()
                .expectStatus("where it begins", status -> status.flushed() == 0x100)
                .send(transaction(1, 0x300), transaction(2, 0x400))
                .expectStatus("what is acknowledged", status -> status.flushed() == 0x300)
                .expectMessage('X', message -> {})
                .close());
        ChangeStream stream = builder().open();
        Iterator<Transaction> transactions = stream.iterator();
        Transaction first = transactions.next();
        transactions.next();
        assertThat(stream.acknowledge(first)).isTrue();
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x300));
        stream.close();
        stream.close();
        server.verify();
        assertThat(transactions.hasNext()).isFalse();
    }

    @Test
    void peek_tellsNothing_andGoesOnBehindWhatIsAcknowledged() {
        server.onReplication(
                stream()
                        .send(transaction(1, 0x300), transaction(2, 0x400), ENDS)
                        .close(),
                stream()
                        .send(Frames.keepalive(0x500, true))
                        .expectStatus("nothing", status -> status.flushed() == 0)
                        .expectStatus("nothing at the end", status -> status.flushed() == 0)
                        .expectMessage('X', message -> {})
                        .close());
        ChangeStream stream = builder().peek(true).open();
        Iterator<Transaction> transactions = stream.iterator();
        stream.acknowledge(transactions.next());
        stream.acknowledge(transactions.next());
        CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(transactions::hasNext);
        eventually().until(() -> stream.acknowledged().equals(new Lsn(0x500)));
        assertThat(server.queries().getLast()).contains("LOGICAL 0/400 (");
        stream.close();
        server.verify();
        assertThat(more).succeedsWithin(DEADLINE).isEqualTo(false);
    }

    @Test
    void until_aTransactionsEnd_isWithinTheStream_andWhatFollowsIsNot() {
        server.onReplication(stream()
                .send(transaction(1, 0x300), transaction(2, 0x400), transaction(3, 0x500))
                .silence());
        ChangeStream stream = builder().until(new Lsn(0x400)).open();
        assertThat(stream).flatExtracting(ChangeStreamLifeTest::ids).containsExactly(1, 2);
        assertThat(stream.isReady()).isFalse();
        assertThat(stream).isEmpty();
        endBy(stream);
    }

    @Test
    void until_between_endsWithWhatIsBehindIt_whichIsNotConfirmed() {
        server.onReplication(
                stream().send(transaction(1, 0x300), transaction(2, 0x400)).silence());
        ChangeStream stream =
                builder().until(new Lsn(0x3FF)).autoAcknowledge(true).open();
        assertThat(stream).flatExtracting(ChangeStreamLifeTest::ids).containsExactly(1);
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x300));
        endBy(stream);
    }

    @Test
    void until_passedByTheServer_isTheEnd() {
        server.onReplication(stream()
                .send(Frames.keepalive(0x3FF, false), transaction(1, 0x400), Frames.keepalive(0x500, false))
                .silence());
        ChangeStream stream = builder().until(new Lsn(0x500)).open();
        assertThat(stream).flatExtracting(ChangeStreamLifeTest::ids).containsExactly(1);
        endBy(stream);
    }

    @Test
    void until_beforeTheSlotsPosition_isTheEndAtOnce() {
        server.onReplication(stream().send(transaction(1, 0x300)).silence());
        ChangeStream stream = builder().until(new Lsn(0x100)).open();
        assertThat(stream).isEmpty();
        endBy(stream);
    }

    @Test
    void lostConnection_bringsBackWhatWasNotAcknowledged() {
        server.onReplication(
                stream()
                        .send(transaction(1, 0x300), transaction(2, 0x400), ENDS)
                        .close(),
                welcome()
                        .answerUntil(START, answers(Map.of()), Frames.copyBothResponse())
                        .send(transaction(2, 0x400), transaction(3, 0x500))
                        .silence());
        ChangeStream stream = builder().open();
        Iterator<Transaction> transactions = stream.iterator();
        Transaction first = transactions.next();
        Transaction second = transactions.next();
        stream.acknowledge(first);
        Transaction again = transactions.next();
        assertThat(again.redelivered()).isTrue();
        assertThat(again.commit()).isEqualTo(second.commit());
        assertThat(stream.acknowledge(second)).isFalse();
        assertThat(stream.acknowledge(again)).isTrue();
        assertThat(transactions.next().redelivered()).isFalse();
        assertThat(server.queries().getLast()).contains("LOGICAL 0/300 (");
        assertThat(heard)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Connected", "Disconnected", "Retrying", "Connected");
        endBy(stream);
    }

    @Test
    void isReady_saysWhetherATransactionIsHereWhole() {
        byte[] second = transaction(2, 0x400);
        int half = second.length / 2;
        CountDownLatch looked = new CountDownLatch(1);
        byte[] oneAndAHalf = Frames.concat(transaction(1, 0x300), Arrays.copyOf(second, half));
        byte[] theRest = Frames.concat(Arrays.copyOfRange(second, half, second.length), transaction(3, 0x500), ENDS);
        server.onReplication(
                stream().send(oneAndAHalf).await(looked).send(theRest).silence());
        ChangeStream stream = builder().open();
        Iterator<Transaction> transactions = stream.iterator();
        Transaction first = transactions.next();
        assertThat(stream.isReady()).isFalse();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(first::iterator);
        looked.countDown();
        assertThat(ids(transactions.next())).containsExactly(2);
        assertThat(stream.isReady()).isTrue();
        assertThat(stream.isReady()).isTrue();
        assertThat(ids(transactions.next())).containsExactly(3);
        assertThat(stream.isReady()).isFalse();
        stream.close();
        assertThat(stream.isReady()).isFalse();
    }

    @Test
    void slotInUse_isWaitedFor_naming() {
        server.onReplication(
                refusing("55006", "replication slot \"s\" is active for PID 99"),
                refusing("55006", "replication slot \"s\" is active for PID 99"),
                stream().send(transaction(1, 0x300)).silence());
        ChangeStream stream = builder().open();
        assertThat(ids(stream.iterator().next())).containsExactly(1);
        assertThat(heard)
                .filteredOn(ChangeListener.Retrying.class::isInstance)
                .extracting(event -> ((ChangeListener.Retrying) event).attempt())
                .containsExactly(1, 2);
        assertThat(((ChangeListener.Retrying) heard.getFirst()).cause()).hasMessageContaining("PID 99");
        endBy(stream);
    }

    @Test
    void slotGone_atTheNextConnect_isTheEnd_eachTime() {
        assertLostAtReconnect(
                Map.of(Scripts.SLOTS, Frames.done("SELECT 0")),
                "slot s does not exist any more",
                SlotLostException.class);
    }

    @Test
    void slotMovedOn_isTheEnd() {
        assertLostAtReconnect(
                Map.of(Scripts.SLOTS, slot(Map.of("confirmed_flush_lsn", "0/8000"))),
                "was moved on to 0/8000 by somebody else",
                SlotLostException.class);
    }

    @Test
    void slotInvalidated_isTheEnd() {
        assertLostAtReconnect(
                Map.of(Scripts.SLOTS, slot(Map.of("wal_status", "lost"))),
                "is invalidated (its log was removed",
                SlotLostException.class);
    }

    @Test
    void slotRefusedByTheServer_isTheEnd() {
        assertLostAtReconnect(
                Map.of(START, Scripts.error("55000", "can no longer get changes")),
                "cannot be used any more (can no longer get changes)",
                SlotLostException.class);
    }

    @Test
    void anotherServer_isTheEnd() {
        assertLostAtReconnect(
                Map.of("IDENTIFY_SYSTEM", system("4712", 1, "0/9000")),
                "its system identifier is 4712, and was 4711",
                SlotLostException.class);
    }

    @Test
    void serverPutBack_isTheEnd() {
        assertLostAtReconnect(
                Map.of("IDENTIFY_SYSTEM", system("4711", 1, "0/80")), "its log ends at 0/80", SlotLostException.class);
    }

    @Test
    void laterTimeline_thatBranchedOffBefore_isTheEnd() {
        assertLostAtReconnect(
                Map.of("IDENTIFY_SYSTEM", system("4711", 2, "0/9000"), "TIMELINE_HISTORY 2", history("1\t0/90\tx")),
                "timeline 2 now, which left the earlier one at 0/90",
                SlotLostException.class);
    }

    @Test
    void laterTimeline_thatIsNoDescendant_isTheEnd() {
        assertLostAtReconnect(
                Map.of("IDENTIFY_SYSTEM", system("4711", 3, "0/9000"), "TIMELINE_HISTORY 3", history("2\t0/90\tx")),
                "timeline 3 now, which does not descend from 1",
                SlotLostException.class);
    }

    @Test
    void publicationMadeAnew_isTheEnd() {
        assertLostAtReconnect(
                Map.of(Scripts.PUBLICATION, Frames.row(List.of("oid"), List.of("16999"))),
                "publication p was dropped and made anew",
                ConfigException.class);
    }

    private static List<byte[]> history(String content) {
        return Frames.row(List.of("filename", "content"), List.of("x.history", content));
    }

    private void assertLostAtReconnect(
            Map<String, List<byte[]>> others, String message, Class<? extends RuntimeException> type) {
        server.onReplication(stream().send(ENDS).close(), opening(others));
        try (ChangeStream stream = builder().open()) {
            Iterator<Transaction> transactions = stream.iterator();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(transactions::hasNext).isInstanceOf(type).hasMessageContaining(message);
            }
        }
    }

    @Test
    void earlierTimeline_isTheEnd() {
        server.onReplication(
                welcome()
                        .answerUntil(
                                START,
                                answers(Map.of("IDENTIFY_SYSTEM", system("4711", 2, "0/9000"))),
                                Frames.copyBothResponse())
                        .send(ENDS)
                        .close(),
                opening(Map.of()));
        try (ChangeStream stream = builder().open()) {
            assertThatExceptionOfType(SlotLostException.class)
                    .isThrownBy(() -> stream.iterator().hasNext())
                    .withMessageContaining("on an earlier timeline now: 1, and was on 2");
        }
    }

    @Test
    void laterTimeline_thatHasAllThatWasAcknowledged_isGoneOnWith() {
        server.onReplication(
                stream().send(ENDS).close(),
                welcome()
                        .answerUntil(
                                START,
                                answers(Map.of(
                                        "IDENTIFY_SYSTEM",
                                        system("4711", 2, "0/9000"),
                                        "TIMELINE_HISTORY 2",
                                        history("1\t0/100\tx"))),
                                Frames.copyBothResponse())
                        .send(transaction(1, 0x300))
                        .silence());
        ChangeStream stream = builder().open();
        assertThat(ids(stream.iterator().next())).containsExactly(1);
        endBy(stream);
    }

    @Test
    void undefinedObject_inMidStream_isTriedOnceMore() {
        byte[] missing = Frames.errorResponse("42704", "publication \"p\" does not exist");
        server.onReplication(
                stream().send(missing).close(), stream().send(missing).close());
        try (ChangeStream stream = builder().open()) {
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(() -> stream.iterator().hasNext())
                    .withMessageContaining("publication \"p\" does not exist");
        }
        assertThat(server.startups()).hasSize(2);
    }

    @Test
    void undefinedObject_thatIsAPublication_isNamedWithTheStatement() {
        assertRefusedAtOpen(
                builder(),
                Map.of(Scripts.PUBLICATION, Frames.done("SELECT 0")),
                "publication p does not exist in database scripted; create it, such as by"
                        + " CREATE PUBLICATION \"p\" FOR ALL TABLES, or have it created by createPublication");
    }

    @Test
    void open_ofWhatIsNotAsItShouldBe_saysWhatToDo() {
        assertRefusedAtOpen(
                builder(), Map.of(Scripts.SLOTS, Frames.done("SELECT 0")), "create it by SELECT pg_create_logical_");
    }

    @Test
    void open_withoutLogicalDecoding_saysHowToHaveIt() {
        assertRefusedAtOpen(
                builder(),
                Map.of("SELECT current_setting('wal_level')", Frames.row(List.of("wal_level"), List.of("replica"))),
                "wal_level is replica");
    }

    @Test
    void open_ofAPhysicalSlot_isRefused() {
        assertRefusedAtOpen(
                builder(), Map.of(Scripts.SLOTS, slot(Map.of("plugin", ""))), "slot s is a physical one; expected");
    }

    @Test
    void open_ofAnotherPluginsSlot_isRefused() {
        assertRefusedAtOpen(
                builder(), Map.of(Scripts.SLOTS, slot(Map.of("plugin", "wal2json"))), "is for the plugin wal2json");
    }

    @Test
    void open_ofAnotherDatabasesSlot_isRefused() {
        assertRefusedAtOpen(
                builder(),
                Map.of(Scripts.SLOTS, slot(Map.of("database", "other"))),
                "slot s belongs to database other, not to scripted");
    }

    @Test
    void open_ofASlotThatExists_requiresWhatIsWanted() {
        assertRefusedAtOpen(builder().twoPhase(true), Map.of(), "slot s exists without two_phase");
    }

    @Test
    void open_ofASlotWithoutFailover_isRefused() {
        assertRefusedAtOpen(builder().failover(true), Map.of(), "slot s exists without failover");
    }

    @Test
    void open_ofATemporarySlotThatExists_isRefused() {
        assertRefusedAtOpen(
                builder().createSlot(CreateSlot.TEMPORARY), Map.of(), "slot s exists already; a temporary one");
    }

    @Test
    void open_beforeWhatIsConfirmed_isRefused() {
        assertRefusedAtOpen(builder().start(new Lsn(0xff)), Map.of(), "start 0/FF is before 0/100");
    }

    @Test
    void open_behindTheLog_isRefused() {
        assertRefusedAtOpen(builder().start(new Lsn(0x9001)), Map.of(), "start 0/9001 is behind 0/9000");
    }

    private void assertRefusedAtOpen(ChangeStreamBuilder builder, Map<String, List<byte[]>> others, String message) {
        server.onReplication(opening(others));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(builder::open)
                .withMessageContaining(message);
    }

    @Test
    void open_ofAnInvalidatedSlot_saysWhy() {
        server.onReplication(opening(Map.of(Scripts.SLOTS, slot(Map.of("invalidation_reason", "idle_timeout")))));
        assertThatExceptionOfType(SlotLostException.class)
                .isThrownBy(() -> builder().open())
                .withMessageContaining("is invalidated (idle_timeout)")
                .satisfies(lost -> assertThat(lost.acknowledged()).isEqualTo(new Lsn(0x100)));
    }

    @Test
    void start_furtherThanConfirmed_isWhereItBegins() {
        server.onReplication(stream().silence());
        ChangeStream stream = builder().start(new Lsn(0x180)).open();
        assertThat(server.queries().getLast()).startsWith(START + " SLOT \"s\" LOGICAL 0/180");
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x180));
        endBy(stream);
    }

    @Test
    void idleStream_followsTheServer() {
        server.onReplication(stream()
                .send(Frames.keepalive(0x500, true))
                .expectStatus("0/500", status -> status.flushed() == 0x500)
                .silence());
        ChangeStream stream = builder().open();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> stream.iterator().hasNext(), Thread::startVirtualThread);
        server.verify();
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x500));
        endBy(stream);
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
    }

    @Test
    void interrupt_endsTheIteration_andStaysSet() {
        server.onReplication(stream().silence());
        ChangeStream stream = builder().open();
        Thread.currentThread().interrupt();
        assertThat(stream.iterator().hasNext()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        stream.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.startups()).hasSize(1);
    }

    @Test
    void close_whileSomebodyWaits_releasesThem_andIsNoRetry() {
        server.onReplication(stream().silence());
        ChangeStream stream = builder().open();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> stream.iterator().hasNext(), Thread::startVirtualThread);
        endBy(stream);
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
        assertThat(heard).singleElement().isInstanceOf(ChangeListener.Connected.class);
        assertThat(server.startups()).hasSize(1);
    }

    @Test
    void preparedTransaction_withoutAChange_holdsNothing() {
        server.onReplication(stream()
                .send(xlog(
                        Envelopes.beginPrepare(5, 0x300, "g"),
                        Envelopes.prepare(5, 0x300, "g"),
                        Envelopes.commitPrepared(5, 0x400, 0x430, "g"),
                        Envelopes.begin(6, 0x440),
                        Envelopes.relation(7, "t"),
                        Envelopes.commit(0x440, 0x450)))
                .send(transaction(1, 0x500))
                .silence());
        ChangeStream stream = builder().open();
        Transaction only = stream.iterator().next();
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x450));
        stream.acknowledge(only);
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x500));
        endBy(stream);
    }

    @Test
    void heartbeat_isNeverDelivered() {
        server.onReplication(stream()
                .send(
                        xlog(Envelopes.message(false, 0x300, "pgchime.heartbeat", "")),
                        xlog(Envelopes.message(false, 0x400, "another", "")))
                .silence());
        ChangeStream stream = builder().open();
        Message message = (Message) Feeding.changes(stream.iterator().next()).getFirst();
        assertThat(message.prefix()).isEqualTo("another");
        endBy(stream);
    }

    @Test
    void heartbeat_isWrittenEachInterval_overItsOwnSession() {
        CountDownLatch written = new CountDownLatch(2);
        server.onReplication(stream().silence()).onOrdinary(Script.welcome().answer(sql -> {
            written.countDown();
            return Frames.done("SELECT 1");
        }));
        ChangeStream stream = builder().heartbeat(Duration.ofSeconds(3)).open();
        for (int i = 0; i < 2; i++) {
            time.awaitWaiter("pgchime-heartbeat");
            time.advance(Duration.ofSeconds(3));
        }
        time.awaitWaiter("pgchime-heartbeat");
        assertThat(written.getCount()).isZero();
        assertThat(server.queries().getLast())
                .isEqualTo("SELECT pg_catalog.pg_logical_emit_message(false, 'pgchime.heartbeat', '')");
        endBy(stream);
    }

    @Test
    void heartbeat_thatFails_harmsNobody() {
        server.onReplication(stream().silence());
        ChangeStream stream = builder().heartbeat(Duration.ofSeconds(3)).open();
        for (int i = 0; i < 2; i++) {
            time.awaitWaiter("pgchime-heartbeat");
            time.advance(Duration.ofSeconds(3));
        }
        time.awaitWaiter("pgchime-heartbeat");
        endBy(stream);
    }

    @Test
    void value_aboveTheLimit_isTheEnd() {
        server.onReplication(stream()
                .send(xlog(
                        Envelopes.begin(1, 0x300),
                        Envelopes.relation(7, "t"),
                        Envelopes.insert(7, 1, "x".repeat(65_537))))
                .silence());
        try (ChangeStream stream = builder().maxValueSize(65_536).open()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> stream.iterator().hasNext())
                    .withMessageContaining("column note of public.t has 65537 bytes");
        }
    }

    @Test
    void silentServer_isADeadLink() {
        server.onReplication(
                stream().silence(), stream().send(transaction(1, 0x300)).silence());
        ChangeStream stream = builder().liveness(Duration.ofSeconds(30)).open();
        CompletableFuture<Transaction> next =
                CompletableFuture.supplyAsync(() -> stream.iterator().next(), Thread::startVirtualThread);
        while (heard.size() < 2) {
            time.awaitWaiter("pgchime-watchdog");
            time.advance(Duration.ofSeconds(10));
        }
        assertThat(next).succeedsWithin(Duration.ofSeconds(10));
        assertThat(((ChangeListener.Disconnected) heard.get(1)).cause())
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("within liveness");
        endBy(stream);
    }

    @Test
    void typesOfUsers_areLookedUpOnce() {
        byte[] relation = Envelopes.relation(7, "t");
        relation[relation.length - 6] = 0x40;
        server.onReplication(stream()
                        .send(xlog(Envelopes.begin(1, 0x300), relation, relation, Envelopes.insert(7, 1, "ok")))
                        .send(xlog(Envelopes.commit(0x300, 0x308)))
                        .silence())
                .onOrdinary(Script.welcome().answer(sql -> Frames.done("SELECT 0")));
        ChangeStream stream = builder().open();
        Insert insert = (Insert) Feeding.changes(stream.iterator().next()).getFirst();
        assertThat(insert.after().columns().get(1).type()).isEqualTo(0x4019);
        assertThat(insert.after().get("note", String.class)).isEqualTo("ok");
        assertThat(server.startups()).hasSize(2);
        endBy(stream);
    }

    @Test
    void publication_goneFromASilentServer_isTheEnd() {
        server.onReplication(Script.welcome()
                        .answerUntil(START, Scripts::answer, Frames.copyBothResponse())
                        .send(Frames.keepalive(0x500, true))
                        .silence())
                .onOrdinary(Script.welcome()
                        .answer(answers(Map.of(Scripts.PUBLICATION, Frames.row(List.of("oid"), List.of("16999"))))));
        try (ChangeStream stream = builder().open()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> stream.iterator().hasNext())
                    .withMessageContaining("publication p was dropped and made anew");
        }
    }

    @Test
    void publication_thatIsThere_hasThePositionConfirmed() {
        server.onReplication(Script.welcome()
                        .answerUntil(START, Scripts::answer, Frames.copyBothResponse())
                        .send(Frames.keepalive(0xa000, true))
                        .expectStatus("the end of the log that was looked at", status -> status.flushed() == 0x9000)
                        .silence())
                .onOrdinary(Script.welcome().answer(Scripts::answer));
        ChangeStream stream = builder().open();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> stream.iterator().hasNext(), Thread::startVirtualThread);
        server.verify();
        endBy(stream);
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
    }

    @Test
    void iterators_areOne() {
        server.onReplication(stream()
                .send(xlog(
                        Envelopes.begin(1, 0x300),
                        Envelopes.relation(7, "t"),
                        Envelopes.insert(7, 1, "a"),
                        Envelopes.insert(7, 2, "b"),
                        Envelopes.commit(0x300, 0x308)))
                .send(transaction(3, 0x400))
                .silence());
        ChangeStream stream = builder().autoAcknowledge(true).open();
        assertThat(stream.iterator().hasNext()).isTrue();
        assertThat(stream.changes().iterator().next().place().index()).isZero();
        Change last = stream.changes().iterator().next();
        assertThat(last.place().index()).isEqualTo(1);
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x100));
        assertThat(ids(stream.iterator().next())).containsExactly(3);
        assertThat(stream.acknowledged()).isEqualTo(new Lsn(0x308));
        assertThat(stream.acknowledge(last)).isTrue();
        assertThat(stream.options().slot()).isEqualTo("s");
        endBy(stream);
    }

    @Test
    void slots_areListedAndDropped() {
        server.onOrdinary(Script.welcome()
                .answer(sql ->
                        sql.contains("pg_drop_replication_slot") ? Frames.done("SELECT 0") : Scripts.answer(sql)));
        ConnectionOptions options = ConnectionOptions.parse(server.url(), Map.of());
        assertThat(ChangeStream.slots(options)).singleElement().satisfies(slot -> {
            assertThat(slot.confirmed()).contains(new Lsn(0x100));
            assertThat(slot.lagBytes()).contains(36_608L);
            assertThat(slot.isLost()).isFalse();
        });
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ChangeStream.dropSlot(options, "it's"))
                .withMessage("replication slot it's does not exist");
        assertThat(server.queries().getLast()).endsWith("WHERE s.slot_name = 'it''s'");
    }

    @Test
    void slotAndPublication_areCreatedOnRequest() {
        AtomicBoolean created = new AtomicBoolean();
        server.onReplication(welcome()
                .answerUntil(
                        START,
                        sql -> {
                            if (sql.startsWith(Scripts.CREATE) || sql.startsWith("CREATE PUBLICATION")) {
                                created.set(true);
                            }
                            boolean missing = sql.startsWith(Scripts.SLOTS) || sql.startsWith(Scripts.PUBLICATION);
                            return missing && !created.get() ? Frames.done("SELECT 0") : Scripts.answer(sql);
                        },
                        Frames.copyBothResponse())
                .silence());
        ChangeStream stream = builder()
                .createSlot(CreateSlot.IF_MISSING)
                .createPublication(new TableName("s", "t"), new TableName("s", "u"))
                .open();
        assertThat(server.queries()).contains("CREATE PUBLICATION \"p\" FOR TABLE \"s\".\"t\", \"s\".\"u\"");
        endBy(stream);
    }

    @Test
    void creation_ofASlot_thatWaitsTooLong_saysForWhom() {
        server.onReplication(opening(Map.of(
                Scripts.SLOTS,
                Frames.done("SELECT 0"),
                Scripts.CREATE,
                Scripts.error("55P03", "canceling statement due to lock timeout"),
                "-- ",
                Frames.row(List.of("writer"), List.of("process 12 of tester")))));
        ChangeStream stream = builder()
                .createSlot(CreateSlot.IF_MISSING)
                .twoPhase(true)
                .failover(true)
                .open();
        assertThat(((ChangeListener.Retrying) heard.getFirst()).cause())
                .hasMessageContaining("creating a slot waits for write transactions that are open");
        assertThat(server.queries())
                .contains(Scripts.CREATE + " \"s\" LOGICAL \"pgoutput\" (SNAPSHOT 'nothing', TWO_PHASE, FAILOVER)");
        stream.close();
    }

    @Test
    void creation_ofASlot_onAServerThatIsTooOld_isRefused() {
        server.onReplication(Script.welcome()
                .send(Frames.parameterStatus("server_version", "14.9"))
                .answer(answers(Map.of(Scripts.SLOTS, Frames.done("SELECT 0")))));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder()
                        .createSlot(CreateSlot.IF_MISSING)
                        .twoPhase(true)
                        .open())
                .withMessage("twoPhase needs PostgreSQL 15 or newer, and this server is 14");
    }

    @Test
    void temporarySlot_refused_isTheServersError() {
        server.onReplication(opening(Map.of(
                Scripts.SLOTS, Frames.done("SELECT 0"), Scripts.CREATE, Scripts.error("42501", "permission denied"))));
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> builder().createSlot(CreateSlot.TEMPORARY).open())
                .withMessageContaining("permission denied");
        assertThat(server.queries().getLast()).contains(" TEMPORARY ");
    }

    @Test
    void close_ofAServerThatSaysNothing_waitsAWhile() {
        server.onReplication(stream().silence());
        endBy(builder().open());
    }

    private static Script refusing(String sqlState, String message) {
        return welcome()
                .answerUntil(
                        START, Scripts::answer, Scripts.error(sqlState, message).toArray(byte[][]::new))
                .expectEnd();
    }

    /** Closes a stream whose server does not end the session, after the time it has for that. */
    private void endBy(ChangeStream stream) {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(stream::close, Thread::startVirtualThread);
        time.awaitWaiter("pgchime-farewell");
        time.advance(Duration.ofSeconds(5));
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    private ChangeStreamBuilder builder() {
        return ChangeStream.builder(ConnectionOptions.parse(server.url(), Map.of()))
                .tableDetails(false)
                .slot("s")
                .publication("p")
                .livenessOff()
                .time(time)
                .random(Scripts.none())
                .listener(new ChangeListener() {
                    @Override
                    public void onConnected(Connected event) {
                        heard.add(event);
                    }

                    @Override
                    public void onDisconnected(Disconnected event) {
                        heard.add(event);
                    }

                    @Override
                    public void onRetry(Retrying event) {
                        heard.add(event);
                    }
                });
    }

    private static List<Integer> ids(Transaction transaction) {
        return Feeding.changes(transaction).stream()
                .map(change -> ((Insert) change).after().get("id", Integer.class))
                .toList();
    }
}
