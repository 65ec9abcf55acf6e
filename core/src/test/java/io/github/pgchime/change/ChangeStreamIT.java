package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.TableName;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every change comes as what it is. */
@EveryMajor
final class ChangeStreamIT {

    private static final TableName ITEMS = new TableName("public", "items");

    private final PostgresServer server;
    private TestDatabase database;
    private String slot = "";

    ChangeStreamIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        database = server.newDatabase();
        slot = database.name();
        database.execute("CREATE TABLE items (id int PRIMARY KEY, price numeric, note text)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private ChangeStreamBuilder builder() {
        return ChangeStream.builder(database.url())
                .slot(slot)
                .publication("p")
                .createPublication()
                .createSlot(CreateSlot.IF_MISSING);
    }

    @Test
    void rows_asTheyWereWritten_areDelivered() {
        try (ChangeStream stream = builder().open()) {
            database.execute(
                    "INSERT INTO items VALUES (1, 1.50, 'é'), (2, 'NaN', NULL)",
                    "UPDATE items SET price = 2 WHERE id = 1",
                    "UPDATE items SET id = 3 WHERE id = 2",
                    "DELETE FROM items WHERE id = 3",
                    "TRUNCATE items RESTART IDENTITY",
                    "SELECT pg_logical_emit_message(true, 'hello', 'wörld')",
                    "SELECT pg_logical_emit_message(false, 'alone', '')");
            Iterator<Transaction> transactions = stream.iterator();
            Transaction inserted = transactions.next();
            List<Change> inserts = changes(inserted);
            assertThat(inserts).hasSize(2);
            assertThat(inserted.size()).isEqualTo(2);
            Insert first = (Insert) inserts.getFirst();
            assertThat(first.table()).isEqualTo(ITEMS);
            assertThat(first.after().get("id", Integer.class)).isEqualTo(1);
            assertThat(first.after().get("price", BigDecimal.class)).isEqualTo("1.50");
            assertThat(first.after().get("note", String.class)).isEqualTo("é");
            Insert second = (Insert) inserts.get(1);
            assertThat(second.after().get("price", Double.class)).isNaN();
            assertThat(second.after().value("note")).isEqualTo(new Value.Null());
            assertThat(second.position())
                    .isEqualTo(new Position(inserted.commit().end(), 1));
            Update update = (Update) changes(transactions.next()).getFirst();
            assertThat(update.before()).isEmpty();
            assertThat(update.after().toMap()).isEqualTo(Map.of("id", 1, "price", new BigDecimal("2"), "note", "é"));
            Update moved = (Update) changes(transactions.next()).getFirst();
            assertThat(moved.before().map(Row::toMap)).contains(Map.of("id", 2));
            Delete deleted = (Delete) changes(transactions.next()).getFirst();
            assertThat(deleted.key().toMap()).isEqualTo(Map.of("id", 3));
            assertThat(deleted.key().value("note")).isEqualTo(new Value.Absent());
            Truncate truncated = (Truncate) changes(transactions.next()).getFirst();
            assertThat(truncated.tables()).containsExactly(ITEMS);
            assertThat(truncated.restartIdentity()).isTrue();
            Message message = (Message) changes(transactions.next()).getFirst();
            assertThat(message.prefix()).isEqualTo("hello");
            assertThat(new String(message.content(), StandardCharsets.UTF_8)).isEqualTo("wörld");
            assertThat(message.transactional()).isTrue();
            Message alone = (Message) changes(transactions.next()).getFirst();
            assertThat(alone.prefix()).isEqualTo("alone");
            assertThat(alone.commit().xid()).isZero();
            assertThat(first.after().get("note", String.class)).isEqualTo("é");
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(inserted::iterator);
        }
    }

    @Test
    void acknowledged_doesNotComeAgain_theRestDoes() {
        try (ChangeStream stream = builder().open()) {
            database.execute("INSERT INTO items VALUES (1)", "INSERT INTO items VALUES (2)");
            Iterator<Transaction> transactions = stream.iterator();
            stream.acknowledge(transactions.next());
            transactions.next();
        }
        try (ChangeStream stream = builder().open()) {
            Transaction again = stream.iterator().next();
            Insert insert = (Insert) changes(again).getFirst();
            assertThat(insert.after().get("id", Integer.class)).isEqualTo(2);
            assertThat(again.redelivered()).isFalse();
        }
    }

    @Test
    void lostConnection_bringsBackWhatWasNotAcknowledged() {
        try (ChangeStream stream = builder().open()) {
            database.execute("INSERT INTO items VALUES (1)", "INSERT INTO items VALUES (2)");
            Iterator<Transaction> transactions = stream.iterator();
            stream.acknowledge(transactions.next());
            transactions.next();
            server.terminateBackend(Integer.parseInt(
                    database.queryOne("SELECT active_pid FROM pg_replication_slots WHERE slot_name = '" + slot + "'")));
            Transaction again = transactions.next();
            assertThat(again.redelivered()).isTrue();
            assertThat(((Insert) changes(again).getFirst()).after().get("id", Integer.class))
                    .isEqualTo(2);
            database.execute("INSERT INTO items VALUES (3)");
            assertThat(transactions.next().redelivered()).isFalse();
        }
    }

    @Test
    void transactionInProgress_comesInPieces_andWithoutWhatWasRolledBack() {
        String url = database.url() + (database.url().contains("?") ? "&" : "?")
                + "options=-c%20logical_decoding_work_mem%3D64kB";
        try (ChangeStream stream = ChangeStream.builder(url)
                .slot(slot)
                .publication("p")
                .createPublication()
                .createSlot(CreateSlot.IF_MISSING)
                .spoolMemory(64 * 1024)
                .open()) {
            database.execute("""
                    DO $$ BEGIN
                      FOR i IN 1 .. 5000 LOOP
                        INSERT INTO items VALUES (i, i, repeat('x', 100));
                        BEGIN
                          INSERT INTO items VALUES (-i, i, repeat('y', 100));
                          IF i % 2 = 0 THEN
                            RAISE division_by_zero;
                          END IF;
                        EXCEPTION WHEN division_by_zero THEN
                        END;
                      END LOOP;
                    END $$""");
            Transaction transaction = stream.iterator().next();
            assertThat(transaction.size()).isEqualTo(7_500);
            List<Integer> ids = new ArrayList<>();
            for (Change change : transaction) {
                ids.add(((Insert) change).after().get("id", Integer.class));
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 1; i <= 5_000; i++) {
                expected.add(i);
                if (i % 2 != 0) {
                    expected.add(-i);
                }
            }
            assertThat(ids).isEqualTo(expected);
        }
    }

    @Test
    void missingSlot_isAnErrorThatShowsTheStatement() {
        database.execute("CREATE PUBLICATION p FOR ALL TABLES");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ChangeStream.builder(database.url())
                        .slot(slot)
                        .publication("p")
                        .open())
                .withMessageContaining("pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    }

    @Test
    void changes_oneByOne_areAcknowledgedByTheLast() {
        try (ChangeStream stream = builder().open()) {
            database.execute("INSERT INTO items VALUES (1), (2)");
            Iterator<Change> changes = stream.changes().iterator();
            Change first = changes.next();
            Change second = changes.next();
            stream.acknowledge(first);
            assertThat(stream.acknowledged()).isLessThan(first.commit().end());
            stream.acknowledge(second);
            assertThat(stream.acknowledged()).isEqualTo(first.commit().end());
        }
    }

    private static List<Change> changes(Transaction transaction) {
        List<Change> changes = new ArrayList<>();
        transaction.forEach(changes::add);
        return changes;
    }
}
