package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.C;
import static io.github.pgchime.nudge.Tables.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.decode.LogicalMessage.RowChange;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import io.github.pgchime.lifecycle.FakeTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionsTest {

    private final FakeTime time = new FakeTime();
    private final Transactions transactions = new Transactions(table -> !table.equals(C), 3, time);

    @Test
    void rows_inRunsAndAlternating_areCountedPerTableInOrder() {
        CommittedTransaction committed = commit(new Begin(7), row(B), row(B), row(A), row(B), row(A), row(A));
        assertThat(committed).isEqualTo(new CommittedTransaction(7, Map.of(A, 3L, B, 3L), false, time.instant()));
        assertThat(committed.changes().keySet()).containsExactly(B, A);
    }

    @Test
    void tablesThatDoNotMatter_areNotCounted() {
        CommittedTransaction committed = commit(new Begin(7), row(C), row(C));
        assertThat(committed.isEmpty()).isTrue();
        assertThat(committed.xid()).isEqualTo(7);
    }

    @Test
    void emptyTransaction_isReportedNonetheless() {
        assertThat(commit(new Begin(-1)).isEmpty()).isTrue();
    }

    @Test
    void messagesBeforeTheCommit_giveNothing() {
        assertThat(transactions.accept(new Begin(1))).isEmpty();
        assertThat(transactions.accept(row(A))).isEmpty();
        assertThat(transactions.accept(new LogicalMessage.Other())).isEmpty();
    }

    @Test
    void truncate_countsEachTableOnce() {
        assertThat(commit(new Begin(1), row(A), new Truncate(List.of(A, B, C))).changes())
                .isEqualTo(Map.of(A, 2L, B, 1L));
    }

    @Test
    void nextTransaction_beginsFromNothing() {
        commit(new Begin(1), row(A), row(A));
        assertThat(commit(new Begin(2), row(A)).changes()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void handedOut_isNotChangedByTheNext() {
        CommittedTransaction first = commit(new Begin(1), row(A));
        commit(new Begin(2), row(B));
        assertThat(first.changes()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void message_withThePrefix_countsTheTableItNames() {
        assertThat(commit(new Begin(1), emitted("public.a"), emitted("\"public\".\"b\""), row(A))
                        .changes())
                .isEqualTo(Map.of(A, 2L, B, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "public.a.b", "public.\"a", "\"\".a", "{\"table\": \"public.a\"}"})
    void message_thatNamesNoTable_nudgesNobody(String content) {
        assertThat(commit(new Begin(1), emitted(content), row(A)).changes()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void message_longerThanAnyName_isNotKept() {
        assertThat(commit(new Begin(1), emitted("public.a" + "x".repeat(2_000))).isEmpty())
                .isTrue();
    }

    @Test
    void message_ofTheLongestName_counts() {
        String part = "\"" + "\"\"".repeat(63) + "\"";
        assertThat(commit(new Begin(1), emitted(part + "." + part)).changes())
                .containsOnlyKeys(new TableName("\"".repeat(63), "\"".repeat(63)));
    }

    @Test
    void message_ofAnotherPrefixOrOutsideTransactions_nudgesNobody() {
        assertThat(transactions.accept(new Emitted(false, "pgchime", "public.a")))
                .isEmpty();
        assertThat(commit(
                                new Begin(1),
                                new Emitted(true, "other", "public.a"),
                                new Emitted(true, "pgchime2", "public.b"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void tooManyTables_isAnOverflowOfThisTransactionOnly() {
        CommittedTransaction committed = commit(
                new Begin(1), row(numbered(1)), row(numbered(2)), row(numbered(3)), row(numbered(4)), row(numbered(1)));
        assertThat(committed.overflow()).isTrue();
        assertThat(committed.changes()).isEmpty();
        assertThat(committed.isEmpty()).isFalse();
        assertThat(commit(new Begin(2), row(A)))
                .isEqualTo(new CommittedTransaction(2, Map.of(A, 1L), false, time.instant()));
    }

    @Test
    void asManyTablesAsAllowed_isNoOverflow() {
        CommittedTransaction committed =
                commit(new Begin(1), row(numbered(1)), row(numbered(2)), row(C), row(numbered(3)), row(numbered(1)));
        assertThat(committed.overflow()).isFalse();
        assertThat(committed.changes()).hasSize(3);
    }

    @Test
    void beginWithinATransaction_isAProtocolError() {
        transactions.accept(new Begin(1));
        assertThatThrownBy(() -> transactions.accept(new Begin(2)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a transaction begins within another");
    }

    @Test
    void commitOutsideATransaction_isAProtocolError() {
        assertThatThrownBy(() -> transactions.accept(new Commit()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a commit outside any transaction");
    }

    @Test
    void changeOutsideATransaction_isAProtocolError() {
        assertThatThrownBy(() -> transactions.accept(row(A)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a change of public.a outside any transaction");
        assertThatThrownBy(() -> transactions.accept(emitted("public.a"))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> transactions.accept(new Truncate(List.of(A)))).isInstanceOf(ProtocolException.class);
    }

    private CommittedTransaction commit(LogicalMessage... messages) {
        for (LogicalMessage message : messages) {
            assertThat(transactions.accept(message)).isEmpty();
        }
        Optional<CommittedTransaction> committed = transactions.accept(new Commit());
        return committed.orElseThrow();
    }

    private static LogicalMessage row(TableName table) {
        return new RowChange(RowChange.Kind.UPDATE, table);
    }

    private static LogicalMessage emitted(String content) {
        return new Emitted(true, Transactions.PREFIX, content);
    }
}
