package io.github.pgchime.change;

import static io.github.pgchime.change.Envelopes.begin;
import static io.github.pgchime.change.Envelopes.commit;
import static io.github.pgchime.change.Envelopes.delete;
import static io.github.pgchime.change.Envelopes.insert;
import static io.github.pgchime.change.Envelopes.message;
import static io.github.pgchime.change.Envelopes.relation;
import static io.github.pgchime.change.Envelopes.truncate;
import static io.github.pgchime.change.Envelopes.update;
import static io.github.pgchime.change.Envelopes.updateKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.Lsn;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.spool.Spool;
import io.github.pgchime.spool.SpoolBudget;
import io.github.pgchime.testkit.script.Body;
import io.github.pgchime.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transaction, its changes, and what they say of themselves. */
class TransactionTest implements Assembler.Holds {

    private static final int T = 7;
    /** The beginning of 2000 in milliseconds. */
    private static final long EPOCH = 946_684_800_000L;

    private static final TableName TABLE = new TableName("public", "t");

    private final Feeding feeding = new Feeding(1 << 20, Path.of("/nowhere"), this);

    @Override
    public void hold(long prepared) {}

    @Override
    public void release(long prepared) {}

    @AfterEach
    void close() {
        feeding.close();
    }

    @Test
    void insert_hasTheNewRow() {
        Insert insert = (Insert) only(insert(T, 1, "é"));
        assertThat(insert.operation()).isEqualTo(Operation.INSERT);
        assertThat(insert.table()).isEqualTo(TABLE);
        assertThat(insert.tables()).containsExactly(TABLE);
        assertThat(insert.after().get("id", Integer.class)).isEqualTo(1);
        assertThat(insert.after().get("note", CharSequence.class)).isEqualTo("é");
        assertThat(insert.after()).hasToString("public.t{id=1, note=é}");
        assertThat(insert.after().columns())
                .containsExactly(new Column("id", 23, -1, true), new Column("note", 25, -1, false));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("op", "c");
        map.put("before", null);
        map.put("after", Map.of("id", 1, "note", "é"));
        map.put(
                "source",
                Map.of("schema", "public", "table", "t", "txId", 1_000L, "lsn", 0x12L, "ts_ms", EPOCH + 1_500));
        map.put("ts_ms", EPOCH + 1_500);
        assertThat(insert.toMap()).isEqualTo(map);
    }

    @Test
    void update_ofTheKey_hasTheOldKeyAndLeavesOutWhatIsUnchanged() {
        Update update = (Update) only(updateKey(T, 1, 2));
        assertThat(update.operation()).isEqualTo(Operation.UPDATE);
        assertThat(update.table()).isEqualTo(TABLE);
        Row before = update.before().orElseThrow();
        assertThat(before.value("id")).isEqualTo(new Value.Present(1));
        assertThat(before.value("note")).isEqualTo(new Value.Absent());
        assertThat(update.after().value("note")).isEqualTo(new Value.Unchanged());
        assertThat(update.toMap())
                .containsEntry("op", "u")
                .containsEntry("before", Map.of("id", 1))
                .containsEntry("after", Map.of("id", 2));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> update.after().get("note", String.class))
                .withMessageContaining("column note of public.t was not changed");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> before.optional("note", String.class))
                .withMessageContaining("column note of public.t is not known in this row");
    }

    @Test
    void update_ofAnotherColumn_hasNoOldRow() {
        assertThat(((Update) only(update(T, 1, "b"))).before()).isEmpty();
    }

    @Test
    void update_ofAFullIdentity_hasTheWholeOldRow() {
        byte[] full = new Body()
                .int8('U')
                .int32(T)
                .int8('O')
                .int16(2)
                .int8('b')
                .int32(4)
                .int32(5)
                .int8('n')
                .int8('N')
                .int16(2)
                .int8('n')
                .int8('n')
                .toBytes();
        Update update = (Update) only(full);
        Row before = update.before().orElseThrow();
        assertThat(before.get("id", Integer.class)).isEqualTo(5);
        assertThat(before.value("note")).isEqualTo(new Value.Null());
        assertThat(before.optional("note", String.class)).isEmpty();
        assertThat(before.toMap()).containsEntry("note", null);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> before.get("note", String.class))
                .withMessageContaining("column note of public.t is NULL");
    }

    @Test
    void delete_hasTheKey() {
        Delete delete = (Delete) only(delete(T, 3));
        assertThat(delete.operation()).isEqualTo(Operation.DELETE);
        assertThat(delete.table()).isEqualTo(TABLE);
        assertThat(delete.toMap()).containsEntry("op", "d").containsEntry("before", Map.of("id", 3));
        assertThat(delete.toMap()).containsEntry("after", null);
    }

    @Test
    void truncation_namesItsTables() {
        feed(begin(1_000, 8), relation(T, "t"), relation(8, "u"), truncate(8, T));
        Truncate truncate = (Truncate) Feeding.changes(commits()).getFirst();
        assertThat(truncate.operation()).isEqualTo(Operation.TRUNCATE);
        assertThat(truncate.tables()).containsExactly(new TableName("public", "u"), TABLE);
        assertThat(truncate.cascade()).isTrue();
        assertThat(truncate.restartIdentity()).isFalse();
        assertThat(truncate.toMap())
                .containsEntry("op", "t")
                .containsEntry("tables", List.of("public.u", "public.t"))
                .containsEntry("cascade", true)
                .containsEntry("restart_identity", false);
    }

    @Test
    void message_hasItsOwnCopyOfTheContent() {
        Message message = (Message) only(message(true, 5, "p", "wörld"));
        assertThat(message.operation()).isEqualTo(Operation.MESSAGE);
        assertThat(message.transactional()).isTrue();
        assertThat(message.tables()).isEmpty();
        message.content()[0] = 'x';
        assertThat(new String(message.content(), StandardCharsets.UTF_8)).isEqualTo("wörld");
        assertThat(message.toMap()).containsEntry("op", "m").containsEntry("prefix", "p");
        assertThat(message).hasToString("Message[0/10#0, p, 6 bytes]");
        assertThat(message)
                .isEqualTo(new Message(message.place(), true, "p", message.content()))
                .hasSameHashCodeAs(new Message(message.place(), true, "p", message.content()))
                .isNotEqualTo(new Message(message.place(), false, "p", message.content()))
                .isNotEqualTo(new Message(message.place(), true, "q", message.content()))
                .isNotEqualTo(new Message(message.place(), true, "p", new byte[0]))
                .isNotEqualTo("p");
    }

    @Test
    void message_inAnotherPlace_isAnother() {
        feed(begin(1_000, 8), message(true, 5, "p", "c"), message(true, 5, "p", "c"));
        List<Change> changes = Feeding.changes(commits());
        assertThat(changes.getFirst()).isNotEqualTo(changes.getLast());
    }

    @Test
    void row_ofAnUnknownColumn_saysWhichThereAre() {
        Row row = ((Insert) only(insert(T, 1, "a"))).after();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> row.value("nope"))
                .withMessage("public.t has no column \"nope\" here, only [id, note]");
    }

    @Test
    void row_askedForAnotherType_saysWhichItIs() {
        Row row = ((Insert) only(insert(T, 1, "a"))).after();
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> row.get("id", String.class))
                .withMessage("column id of public.t is a java.lang.Integer, not a java.lang.String");
    }

    @Test
    void place_isThatOfTheCommitAndTheIndex() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"), insert(T, 2, "b"));
        List<Change> changes = Feeding.changes(commits());
        Place first = changes.getFirst().place();
        Place last = changes.getLast().place();
        assertThat(first.index()).isZero();
        assertThat(first.isLast()).isFalse();
        assertThat(last.isLast()).isTrue();
        assertThat(last.ticket().number()).isEqualTo(1);
        assertThat(first.lsn()).isEqualTo(new Lsn(1));
        assertThat(first).hasToString("0/10#0").isNotEqualTo(last).isNotEqualTo("0/10#0");
        assertThat(changes.getFirst().position()).isEqualTo(new Position(new Lsn(16), 0));
        assertThat(changes.getFirst().position()).isLessThan(changes.getLast().position());
        assertThat(new Position(new Lsn(-1), 0)).isGreaterThan(new Position(new Lsn(1), 9));
    }

    @Test
    void place_readAgain_isTheSame() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"));
        Transaction transaction = commits();
        Place once = Feeding.changes(transaction).getFirst().place();
        Place again = Feeding.changes(transaction).getFirst().place();
        assertThat(again).isEqualTo(once).hasSameHashCodeAs(once);
    }

    @Test
    void descriptions_inMidTransaction_holdFromThereOn_eachTimeItIsRead() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"), relation(T, "renamed"), insert(T, 2, "b"));
        Transaction transaction = commits();
        for (int i = 0; i < 2; i++) {
            assertThat(Feeding.changes(transaction))
                    .extracting(change -> ((Insert) change).table().table())
                    .containsExactly("t", "renamed");
        }
        transaction.end();
        feed(begin(1_001, 24), insert(T, 3, "c"));
        assertThat(((Insert) Feeding.changes(commits()).getFirst()).table().table())
                .isEqualTo("renamed");
    }

    @Test
    void transaction_movedOnFrom_canBeReadNoMore_butItsChangesCan() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"), insert(T, 2, "b"));
        Transaction transaction = commits();
        Iterator<Change> changes = transaction.iterator();
        Insert kept = (Insert) changes.next();
        transaction.end();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(changes::hasNext)
                .withMessageContaining("the stream has moved on from the transaction committed at 0/10");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(transaction::iterator);
        feed(begin(1_001, 24), insert(T, 9, "overwritten"));
        assertThat(kept.after().get("note", String.class)).isEqualTo("a");
    }

    @Test
    void transaction_atItsEnd_hasNoMore() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"));
        Transaction transaction = commits();
        Iterator<Change> changes = transaction.iterator();
        assertThat(changes.hasNext()).isTrue();
        assertThat(changes.hasNext()).isTrue();
        changes.next();
        assertThat(changes.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(changes::next);
        assertThat(transaction.size()).isEqualTo(1);
        assertThat(transaction.redelivered()).isFalse();
        assertThat(transaction.toString())
                .startsWith("Transaction[Commit[xid=1000")
                .endsWith(", 1 change]");
    }

    @Test
    void records_ofTheFirstChanges_haveNoEnd() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"), insert(T, 2, "b"));
        Transaction transaction = commits();
        DebeziumJson json = DebeziumJson.of(Map.of("provide.transaction.metadata", "true"));
        List<String> topics = new ArrayList<>();
        transaction.writeTo(json, view -> topics.add(view.topic()), 1);
        assertThat(topics).containsExactly("pgchime.transaction", "pgchime.public.t");
        transaction.writeTo(json, view -> topics.add(view.topic()), 2);
        transaction.writeTo(json, view -> topics.add(view.topic()));
        List<String> whole =
                List.of("pgchime.transaction", "pgchime.public.t", "pgchime.public.t", "pgchime.transaction");
        assertThat(topics.subList(2, 6)).isEqualTo(whole);
        assertThat(topics.subList(6, 10)).isEqualTo(whole);
    }

    @Test
    void change_ofAnUnknownKind_isRefused() {
        SpoolBudget budget = new SpoolBudget(1 << 20, Path.of("/nowhere"));
        try (Spool spool = new Spool(budget)) {
            spool.append(1, '?', new WireReader("test", new byte[0]));
            feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"));
            Transaction other = commits();
            TransactionReader reader = new TransactionReader(
                    new Transaction.Whole(other.commit(), 1, other.ticket(), Feeding.provenance(other.commit())),
                    spool,
                    new Tables(Feeding::layout));
            assertThat(reader.next()).isTrue();
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(reader::change);
        }
    }

    @Test
    void changes_flat_goThroughAllTransactions() {
        feed(begin(1_000, 8), relation(T, "t"), insert(T, 1, "a"), insert(T, 2, "b"));
        Transaction first = commits();
        FlatIterator flat = new FlatIterator(List.of(first, first).iterator());
        for (int i = 0; i < 4; i++) {
            assertThat(flat.hasNext()).isTrue();
            assertThat(flat.next().place().index()).isEqualTo(i % 2);
        }
        assertThat(flat.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(flat::next);
    }

    private Change only(byte[] change) {
        Transaction transaction = feeding.transaction(begin(1_000, 8), relation(T, "t"), change, commit(8, 16));
        return Feeding.changes(transaction).getFirst();
    }

    private void feed(byte[]... messages) {
        for (byte[] message : messages) {
            assertThat(feeding.feed(1, message)).isEmpty();
        }
    }

    private Transaction commits() {
        return feeding.transaction(commit(8, 16));
    }
}
