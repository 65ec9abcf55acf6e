package io.github.pgchime.change;

import static io.github.pgchime.change.Envelopes.begin;
import static io.github.pgchime.change.Envelopes.beginPrepare;
import static io.github.pgchime.change.Envelopes.commit;
import static io.github.pgchime.change.Envelopes.commitPrepared;
import static io.github.pgchime.change.Envelopes.delete;
import static io.github.pgchime.change.Envelopes.insert;
import static io.github.pgchime.change.Envelopes.message;
import static io.github.pgchime.change.Envelopes.origin;
import static io.github.pgchime.change.Envelopes.prepare;
import static io.github.pgchime.change.Envelopes.relation;
import static io.github.pgchime.change.Envelopes.rollbackPrepared;
import static io.github.pgchime.change.Envelopes.streamAbort;
import static io.github.pgchime.change.Envelopes.streamCommit;
import static io.github.pgchime.change.Envelopes.streamPrepare;
import static io.github.pgchime.change.Envelopes.streamStart;
import static io.github.pgchime.change.Envelopes.streamStop;
import static io.github.pgchime.change.Envelopes.type;
import static io.github.pgchime.change.Envelopes.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.Lsn;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.spool.SpoolBudget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest implements Assembler.Holds {

    private static final int T = 7;
    private static final int XID = 1_000;

    @TempDir
    private Path directory = Path.of("");

    private final List<Long> holds = new ArrayList<>();
    private final SpoolBudget budget = new SpoolBudget(1 << 20, Path.of("/nowhere"));
    private final Feeding feeding = new Feeding(budget, this);

    @Override
    public void hold(long prepared) {
        holds.add(prepared);
    }

    @Override
    public void release(long prepared) {
        holds.remove(prepared);
    }

    @AfterEach
    void close() {
        feeding.close();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void transaction_thatComesAtOnce_isWholeAtItsCommit() {
        assertThat(feeding.assembler().isWithin()).isFalse();
        assertThat(feeding.feed(1, begin(-2, 0x100))).isEmpty();
        assertThat(feeding.assembler().isWithin()).isTrue();
        assertThat(feeding.feed(2, origin(0x77, "node"))).isEmpty();
        assertThat(feeding.feed(3, type(16_500, "mood"))).isEmpty();
        assertThat(feeding.feed(4, relation(T, "t"))).isEmpty();
        assertThat(feeding.feed(5, insert(T, 1, "a"))).isEmpty();
        Assembled whole = feeding.feed(6, commit(0x100, 0x130)).orElseThrow();
        assertThat(feeding.assembler().isWithin()).isFalse();
        assertThat(whole.commit())
                .isEqualTo(new Commit(
                        4_294_967_294L,
                        new Lsn(0x100),
                        new Lsn(0x130),
                        Instant.parse("2000-01-01T00:00:01.5Z"),
                        Optional.of(new Commit.Origin("node", new Lsn(0x77))),
                        Optional.empty()));
        assertThat(whole.changes()).isEqualTo(1);
        assertThat(whole.described()).hasSize(1);
        assertThat(whole.prepared()).isEmpty();
        assertThat(ids(feeding.transaction(whole))).containsExactly(1);
    }

    @Test
    void transaction_withoutAChange_isWholeToo() {
        feeding.feed(1, begin(XID, 0x100));
        assertThat(feeding.feed(2, commit(0x100, 0x130)).orElseThrow().changes())
                .isZero();
    }

    @Test
    void transactions_oneAfterTheOther_holdOnlyTheirOwn() {
        assertThat(ids(feeding.transaction(begin(1, 8), relation(T, "t"), insert(T, 1, "a"), commit(8, 16))))
                .containsExactly(1);
        assertThat(ids(feeding.transaction(begin(2, 24), relation(T, "t"), insert(T, 2, "b"), commit(24, 32))))
                .containsExactly(2);
    }

    @Test
    void pieces_thatInterleave_areEachTheirOwn_andComeAsTheyCommit() {
        feed(
                streamStart(1),
                within(1, relation(T, "t")),
                within(1, insert(T, 1, "a")),
                streamStop(),
                streamStart(2),
                within(2, relation(T, "t")),
                within(2, insert(T, 10, "b")),
                streamStop());
        assertThat(ids(feeding.transaction(begin(3, 8), relation(T, "t"), insert(T, 20, "c"), commit(8, 16))))
                .containsExactly(20);
        feed(streamStart(1), within(1, insert(T, 2, "d")), streamStop());
        assertThat(feeding.assembler().isWithin()).isFalse();
        Assembled second = feeding.feed(30, streamCommit(2, 24, 32)).orElseThrow();
        assertThat(second.commit().xid()).isEqualTo(2);
        assertThat(second.commit().end()).isEqualTo(new Lsn(32));
        assertThat(ids(feeding.transaction(second))).containsExactly(10);
        assertThat(ids(feeding.transaction(streamCommit(1, 40, 48)))).containsExactly(1, 2);
    }

    @Test
    void piece_isWithin() {
        feed(streamStart(1));
        assertThat(feeding.assembler().isWithin()).isTrue();
        feed(streamStop());
        assertThat(feeding.assembler().isWithin()).isFalse();
    }

    @Test
    void transactionInProgress_rolledBack_isGone() {
        feed(
                streamStart(1),
                within(1, relation(T, "t")),
                within(1, insert(T, 1, "a")),
                streamStop(),
                streamAbort(1, 1));
        assertThat(budget.taken()).isZero();
        assertRefused("the end of transaction 1, of which nothing came", streamCommit(1, 8, 16));
    }

    @Test
    void rollback_ofWhatNeverCame_isNothing() {
        feed(streamAbort(1, 1), streamAbort(1, 2), rollbackPrepared(1, "g"));
        feed(
                streamStart(1),
                within(1, relation(T, "t")),
                within(1, insert(T, 1, "a")),
                streamStop(),
                streamAbort(1, 9));
        assertThat(ids(feeding.transaction(streamCommit(1, 8, 16)))).containsExactly(1);
    }

    @Test
    void subtransaction_rolledBack_takesWhatCameSince() {
        feed(
                streamStart(1),
                within(1, relation(T, "t")),
                within(1, insert(T, 1, "kept")),
                within(2, insert(T, 2, "undone")),
                streamStop(),
                streamStart(1),
                origin(5, "node"),
                within(2, insert(T, 3, "undone")),
                streamStop(),
                streamAbort(1, 2),
                streamStart(1),
                within(1, insert(T, 4, "kept")),
                within(3, insert(T, 5, "kept")),
                within(1, insert(T, 6, "kept")),
                streamStop());
        assertThat(ids(feeding.transaction(streamCommit(1, 8, 16)))).containsExactly(1, 4, 5, 6);
    }

    @Test
    void subtransaction_releasedIntoOneThatIsRolledBack_goesWithIt() {
        feed(
                streamStart(1),
                within(1, relation(T, "t")),
                within(2, insert(T, 1, "parent")),
                within(3, insert(T, 2, "child, released")),
                within(2, insert(T, 3, "parent again")),
                streamStop(),
                streamAbort(1, 3),
                streamAbort(1, 2),
                streamStart(1),
                within(4, insert(T, 4, "kept")),
                streamStop());
        assertThat(ids(feeding.transaction(streamCommit(1, 8, 16)))).containsExactly(4);
    }

    @Test
    void subtransaction_innerRolledBack_leavesTheOuter() {
        feed(
                streamStart(1),
                within(1, relation(T, "t")),
                within(2, insert(T, 1, "outer")),
                within(3, insert(T, 2, "inner")),
                within(4, insert(T, 3, "innermost, released")),
                streamStop(),
                streamAbort(1, 4),
                streamAbort(1, 3),
                streamStart(1),
                within(2, insert(T, 4, "outer")),
                within(5, insert(T, 5, "another")),
                streamStop(),
                streamAbort(1, 5));
        assertThat(ids(feeding.transaction(streamCommit(1, 8, 16)))).containsExactly(1, 4);
    }

    @Test
    void subtransaction_rolledBack_takesTheDescriptionsInItAsWell() {
        feed(
                streamStart(1),
                within(1, relation(T, "before")),
                within(2, relation(T, "within")),
                within(2, insert(T, 1, "a")),
                streamStop(),
                streamAbort(1, 2),
                streamStart(1),
                within(1, insert(T, 2, "b")),
                streamStop());
        Assembled whole = feeding.feed(9, streamCommit(1, 8, 16)).orElseThrow();
        assertThat(whole.described())
                .extracting(relation -> relation.name().table())
                .containsExactly("before");
        assertThat(whole.changes()).isEqualTo(1);
    }

    @Test
    void preparedTransaction_committed_comesThen() {
        feed(beginPrepare(XID, 0x100, "g"), relation(T, "t"), insert(T, 1, "a"), prepare(XID, 0x100, "g"));
        assertThat(holds).containsExactly(0x100L);
        assertThat(ids(feeding.transaction(begin(3, 8), relation(T, "t"), insert(T, 20, "c"), commit(8, 16))))
                .containsExactly(20);
        Assembled whole =
                feeding.feed(9, commitPrepared(XID, 0x200, 0x230, "g")).orElseThrow();
        assertThat(whole.prepared()).isEqualTo(OptionalLong.of(0x100));
        assertThat(whole.commit().gid()).contains("g");
        assertThat(whole.commit().end()).isEqualTo(new Lsn(0x230));
        assertThat(ids(feeding.transaction(whole))).containsExactly(1);
        assertThat(holds).containsExactly(0x100L);
        feed(begin(3, 8));
    }

    @Test
    void preparedTransaction_thatCameInPieces_isLikeAnother() {
        feed(streamStart(1), within(1, relation(T, "t")), within(1, insert(T, 1, "a")), streamStop());
        feed(streamPrepare(1, 0x100, "g"));
        assertThat(holds).containsExactly(0x100L);
        assertThat(ids(feeding.transaction(commitPrepared(1, 0x200, 0x230, "g"))))
                .containsExactly(1);
    }

    @Test
    void preparedTransaction_rolledBack_isGone() {
        feed(beginPrepare(XID, 0x100, "g"), relation(T, "t"), insert(T, 1, "a"), prepare(XID, 0x100, "g"));
        feed(rollbackPrepared(XID, "g"));
        assertThat(holds).isEmpty();
        assertThatThrownBy(() -> feed(commitPrepared(XID, 8, 16, "g")))
                .isInstanceOf(SlotLostException.class)
                .hasMessageStartingWith(
                        "slot s sends that the transaction \"g\" is committed, and no longer what it did");
    }

    @Test
    void message_outsideOfAnyTransaction_isOneOfItsOwn() {
        Assembled whole = feeding.feed(0x500, message(false, 0x500, "p", "c")).orElseThrow();
        assertThat(whole.commit().xid()).isZero();
        assertThat(whole.commit().lsn()).isEqualTo(new Lsn(0x500));
        assertThat(Feeding.changes(feeding.transaction(whole)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.class, message -> assertThat(message.prefix()).isEqualTo("p"));
    }

    @Test
    void message_behindACommit_endsBehindIt() {
        Assembled before = feeding.feed(2, message(false, 0x4f0, "p", "c")).orElseThrow();
        assertThat(before.commit().end()).isGreaterThan(before.commit().lsn());
        feed(begin(1, 0x4f8));
        Lsn end = feeding.feed(3, commit(0x4f8, 0x500)).orElseThrow().commit().end();
        Assembled behind =
                feeding.feed(0x500, message(false, end.value(), "p", "c")).orElseThrow();
        assertThat(behind.commit().end()).isGreaterThan(end);
    }

    @Test
    void message_withinATransaction_isOneOfItsChanges() {
        feed(begin(1, 8), message(true, 5, "p", "c"), message(false, 6, "q", "d"));
        assertThat(feeding.feed(9, commit(8, 16)).orElseThrow().changes()).isEqualTo(2);
    }

    @Test
    void sequence_thatCannotBe_isRefused() {
        assertRefused("a message of type I outside of any transaction", insert(T, 1, "a"));
        assertRefused("a message of type R outside of any transaction", relation(T, "t"));
        assertRefused("Commit without the beginning", commit(8, 16));
        assertRefused("Prepare without the beginning", prepare(1, 8, "g"));
        assertRefused("StreamStop without StreamStart", streamStop());
        assertRefused("the end of transaction 4294967295, of which nothing came", streamCommit(-1, 8, 16));
        assertRefused("the end of transaction 1, of which nothing came", streamPrepare(1, 8, "g"));
    }

    @Test
    void transaction_withinAnother_isRefused() {
        feed(begin(1, 8));
        assertNothingBegins();
        assertRefused("Prepare without the beginning of such a transaction", prepare(1, 8, "g"));
        assertRefused("StreamStop without StreamStart", streamStop());
    }

    @Test
    void transaction_withinAPreparedOne_isRefused() {
        feed(beginPrepare(1, 8, "g"));
        assertNothingBegins();
        assertRefused("Commit without the beginning of such a transaction", commit(8, 16));
    }

    @Test
    void transaction_withinAPiece_isRefused() {
        feed(streamStart(1));
        assertNothingBegins();
        assertRefused("Commit without the beginning", commit(8, 16));
        assertRefused("Prepare without the beginning", prepare(1, 8, "g"));
    }

    private void assertNothingBegins() {
        assertRefused("Begin within a transaction", begin(2, 8));
        assertRefused("BeginPrepare within a transaction", beginPrepare(2, 8, "g"));
        assertRefused("StreamStart within a transaction", streamStart(1));
        assertRefused("StreamCommit within a transaction", streamCommit(1, 8, 16));
        assertRefused("StreamAbort within a transaction", streamAbort(1, 1));
        assertRefused("StreamPrepare within a transaction", streamPrepare(1, 8, "g"));
        assertRefused("CommitPrepared within a transaction", commitPrepared(1, 8, 16, "g"));
        assertRefused("RollbackPrepared within a transaction", rollbackPrepared(1, "g"));
    }

    @Test
    void close_inTheMidst_letsGoOfEverything() {
        feed(beginPrepare(XID, 8, "g"), relation(T, "t"), insert(T, 1, "a"), prepare(XID, 8, "g"));
        feed(streamStart(1), within(1, relation(T, "t")), within(1, insert(T, 1, "a")), streamStop());
        feed(begin(2, 8), relation(T, "t"), insert(T, 1, "a"));
        assertThat(budget.taken()).isPositive();
    }

    @Test
    void close_withOneHandedOut_letsGoOfIt() {
        feed(streamStart(1), within(1, relation(T, "t")), within(1, insert(T, 1, "a")), streamStop());
        assertThat(feeding.feed(9, streamCommit(1, 8, 16))).isPresent();
        assertThat(budget.taken()).isPositive();
    }

    @Test
    void piecesBeyondTheBudget_goThroughTheDiskAndComeBack() {
        SpoolBudget small = new SpoolBudget(1 << 14, directory);
        try (Feeding spilling = new Feeding(small, this)) {
            spilling.feed(1, streamStart(1));
            spilling.feed(1, within(1, relation(T, "t")));
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                spilling.feed(1, within(i % 10 == 5 ? 10 + i : 1, insert(T, i, "x".repeat(100))));
                if (i % 10 == 5) {
                    spilling.feed(1, streamStop());
                    spilling.feed(1, streamAbort(1, 10 + i));
                    spilling.feed(1, streamStart(1));
                } else {
                    expected.add(i);
                }
            }
            spilling.feed(1, streamStop());
            assertThat(ids(spilling.transaction(streamCommit(1, 8, 16)))).isEqualTo(expected);
        }
        assertThat(directory).isEmptyDirectory();
        assertThat(small.taken()).isZero();
    }

    @Test
    void delete_isAChange() {
        assertThat(Feeding.changes(feeding.transaction(begin(1, 8), relation(T, "t"), delete(T, 1), commit(8, 16))))
                .singleElement()
                .isInstanceOf(Delete.class);
    }

    private void feed(byte[]... messages) {
        for (byte[] message : messages) {
            assertThat(feeding.feed(1, message)).isEmpty();
        }
    }

    private void assertRefused(String message, byte[] payload) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> feeding.assembler().accept(Feeding.decode(payload), 1))
                .withMessageContaining(message);
    }

    private static List<Integer> ids(Transaction transaction) {
        return Feeding.changes(transaction).stream()
                .map(change -> ((Insert) change).after().get("id", Integer.class))
                .toList();
    }
}
