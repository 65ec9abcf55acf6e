package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.TableName;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row is read as its table and its types were when it was written. */
@EveryMajor
@Timeout(60)
final class SchemaIT {

    private static final String ALTERATIONS = """
            BEGIN;
            INSERT INTO items VALUES (1, 'one');
            ALTER TABLE items ADD COLUMN price numeric DEFAULT 7;
            INSERT INTO items VALUES (2, 'two', 1.50);
            ALTER TABLE items RENAME COLUMN note TO remark;
            UPDATE items SET price = 2 WHERE id = 2;
            ALTER TABLE items DROP COLUMN remark;
            INSERT INTO items VALUES (3, 3);
            ALTER TABLE items ALTER COLUMN price TYPE text;
            INSERT INTO items VALUES (4, 'dear');
            ALTER TABLE items RENAME TO goods;
            DELETE FROM goods WHERE id = 1;
            COMMIT
            """;

    private final PostgresServer server;
    private Shop shop;

    SchemaIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        shop = new Shop(server);
    }

    @AfterEach
    void drop() {
        shop.close();
    }

    private static Map<String, @Nullable Object> after(Change change) {
        return switch (change) {
            case Insert insert -> insert.after().toMap();
            case Update update -> update.after().toMap();
            default -> throw new AssertionError("not a row that is there after it: " + change);
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void alteredAmidATransaction_eachRowIsReadByItsOwnDescription(boolean binary) {
        try (ChangeStream stream = shop.stream().binary(binary).open()) {
            shop.database().execute(ALTERATIONS, "INSERT INTO goods VALUES (5, 'five')");
            Iterator<Transaction> transactions = stream.iterator();
            Transaction altered = transactions.next();
            for (int time = 0; time < 2; time++) {
                List<Change> changes = Shop.changes(altered);
                assertThat(changes.stream().limit(5).map(SchemaIT::after).map(Object::toString))
                        .containsExactly(
                                "{id=1, note=one}",
                                "{id=2, note=two, price=1.50}",
                                "{id=2, remark=two, price=2}",
                                "{id=3, price=3}",
                                "{id=4, price=dear}");
                assertThat(changes.getLast().tables()).containsExactly(new TableName("public", "goods"));
            }
            assertThat(after(Shop.changes(transactions.next()).getFirst()))
                    .containsExactly(entry("id", 5), entry("price", "five"));
        }
    }

    /** Nobody looks at the transaction that has the descriptions in it; the next ones need them nevertheless. */
    @Test
    void alteredInATransactionThatNobodyLooksAt_theNextIsReadAsItIs() {
        try (ChangeStream stream = shop.stream().open()) {
            shop.database()
                    .execute(ALTERATIONS, "INSERT INTO goods VALUES (5, 'five')", "INSERT INTO goods VALUES (6)");
            Iterator<Transaction> transactions = stream.iterator();
            transactions.next();
            transactions.next().iterator().next();
            assertThat(after(Shop.changes(transactions.next()).getFirst()).toString())
                    .isEqualTo("{id=6, price=7}");
        }
    }

    @Test
    void names_haveAnyCharacter() {
        String longest = "ü".repeat(31) + "x";
        List<String> names = List.of("a.b", "q\"uote", "line\nbreak", "日本", "'; --", "$1", longest);
        List<String> created = new ArrayList<>();
        for (String name : names) {
            created.add("CREATE SCHEMA " + quoted(name));
            created.add("CREATE TABLE " + quoted(name) + "." + quoted(name) + " (" + quoted(name)
                    + " int PRIMARY KEY, \"id\" int)");
        }
        shop.database().execute(created.toArray(String[]::new));
        try (ChangeStream stream = shop.stream().open()) {
            for (String name : names) {
                shop.database()
                        .execute("INSERT INTO " + quoted(name) + "." + quoted(name) + " (" + quoted(name)
                                + ") VALUES (1)");
            }
            Iterator<Transaction> transactions = stream.iterator();
            for (String name : names) {
                Insert insert = (Insert) Shop.changes(transactions.next()).getFirst();
                assertThat(insert.table()).isEqualTo(new TableName(name, name));
                assertThat(insert.after().get(name, Integer.class)).isEqualTo(1);
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void typesMadeLater_areKnown(boolean binary) {
        try (ChangeStream stream = shop.stream().binary(binary).open()) {
            Iterator<Transaction> transactions = stream.iterator();
            shop.insert(1);
            transactions.next();
            shop.database()
                    .execute(
                            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                            "CREATE DOMAIN amount AS numeric CHECK (VALUE >= 0)",
                            "CREATE TYPE order_line AS (what text, moods mood[], costs amount)",
                            "CREATE TABLE orders (id int PRIMARY KEY, m mood, a amount, l order_line, ls order_line[])",
                            "INSERT INTO orders VALUES (1, 'ok', 1.5, ROW('tea', '{sad,ok}', 2),"
                                    + " ARRAY[ROW('milk', NULL, NULL)::order_line])");
            assertThat(after(Shop.changes(transactions.next()).getFirst()).toString())
                    .isEqualTo("{id=1, m=ok, a=1.5, l={what=tea, moods=[sad, ok], costs=2},"
                            + " ls=[{what=milk, moods=null, costs=null}]}");
        }
    }

    /** What describes the table anew has its types looked up again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void compositeAltered_andItsTableDescribedAnew_isReadByItsNewNames(boolean binary) {
        createPoints();
        try (ChangeStream stream = shop.stream().binary(binary).open()) {
            Iterator<Transaction> transactions = stream.iterator();
            shop.database().execute("INSERT INTO points VALUES (1, ROW(1, 'b'))");
            assertThat(point(transactions)).isEqualTo("{a=1, b=b}");
            shop.database()
                    .execute(
                            "ALTER TYPE point2 ADD ATTRIBUTE c int",
                            "ALTER TABLE points ADD COLUMN more int",
                            "INSERT INTO points VALUES (2, ROW(2, 'b', 3))");
            assertThat(point(transactions)).isEqualTo("{a=2, b=b, c=3}");
        }
    }

    /** The server describes a table anew when it is altered, and not for a type in it; so the names may be unknown. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void compositeAltered_withoutAWordFromTheServer_isReadByPositions(boolean binary) {
        createPoints();
        try (ChangeStream stream = shop.stream().binary(binary).open()) {
            Iterator<Transaction> transactions = stream.iterator();
            shop.database().execute("INSERT INTO points VALUES (1, ROW(1, 'b'))");
            assertThat(point(transactions)).isEqualTo("{a=1, b=b}");
            shop.database()
                    .execute(
                            "ALTER TYPE point2 ADD ATTRIBUTE c int",
                            "INSERT INTO points VALUES (2, ROW(2, 'b', NULL))",
                            "ALTER TYPE point2 DROP ATTRIBUTE a",
                            "INSERT INTO points VALUES (3, ROW('b', 3)), (4, NULL)");
            assertThat(point(transactions)).isEqualTo("{f1=2, f2=b, f3=null}");
            List<Change> last = Shop.changes(transactions.next());
            assertThat(after(last.get(1)).get("p")).isNull();
        }
    }

    private void createPoints() {
        shop.database()
                .execute("CREATE TYPE point2 AS (a int, b text)", "CREATE TABLE points (id int PRIMARY KEY, p point2)");
    }

    private static String point(Iterator<Transaction> transactions) {
        return String.valueOf(
                after(Shop.changes(transactions.next()).getFirst()).get("p"));
    }

    @Test
    void columnListsAndRowFilters_areKept() {
        assumeThat(server.major()).isGreaterThanOrEqualTo(15);
        shop.database().execute("DROP PUBLICATION p", "CREATE PUBLICATION p FOR TABLE items (id) WHERE (id > 10)");
        try (ChangeStream stream = shop.stream().open()) {
            shop.database()
                    .execute(
                            "INSERT INTO items VALUES (1, 'a'), (11, 'b')",
                            "INSERT INTO items VALUES (2, 'c')",
                            "UPDATE items SET id = 12 WHERE id = 2",
                            "UPDATE items SET id = 3 WHERE id = 12");
            Iterator<Transaction> transactions = stream.iterator();
            assertThat(maps(transactions.next())).containsExactly(Map.of("id", 11));
            List<Change> entered = Shop.changes(transactions.next());
            assertThat(entered).hasOnlyElementsOfType(Insert.class).hasSize(1);
            assertThat(after(entered.getFirst())).isEqualTo(Map.of("id", 12));
            List<Change> left = Shop.changes(transactions.next());
            assertThat(left).hasOnlyElementsOfType(Delete.class).hasSize(1);
            assertThat(((Delete) left.getFirst()).key().toMap()).isEqualTo(Map.of("id", 12));
        }
    }

    private static List<Map<String, @Nullable Object>> maps(Transaction transaction) {
        return Shop.changes(transaction).stream().map(SchemaIT::after).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partitions_areNamedAsThePublicationHasIt(boolean viaRoot) {
        shop.database()
                .execute(
                        "CREATE TABLE days (id int, day int, PRIMARY KEY (id, day)) PARTITION BY LIST (day)",
                        "CREATE TABLE days_1 PARTITION OF days FOR VALUES IN (1)",
                        // Its columns are in another order.
                        "CREATE TABLE days_2 (day int NOT NULL, gone int, id int NOT NULL, PRIMARY KEY (id, day))",
                        "ALTER TABLE days_2 DROP COLUMN gone",
                        "ALTER TABLE days ATTACH PARTITION days_2 FOR VALUES IN (2)",
                        "DROP PUBLICATION p",
                        "CREATE PUBLICATION p FOR TABLE days WITH (publish_via_partition_root = " + viaRoot + ")");
        try (ChangeStream stream = shop.stream().open()) {
            shop.database().execute("INSERT INTO days VALUES (1, 1), (2, 2)", "UPDATE days SET day = 2 WHERE id = 1");
            Iterator<Transaction> transactions = stream.iterator();
            List<Change> inserted = Shop.changes(transactions.next());
            assertThat(inserted.stream().map(change -> ((Insert) change).table().table()))
                    .containsExactlyElementsOf(viaRoot ? List.of("days", "days") : List.of("days_1", "days_2"));
            assertThat(inserted.stream().map(SchemaIT::after))
                    .containsExactly(Map.of("id", 1, "day", 1), Map.of("id", 2, "day", 2));
            List<Change> moved = Shop.changes(transactions.next());
            assertThat(moved.stream().map(Change::operation)).containsExactly(Operation.DELETE, Operation.INSERT);
        }
    }

    @Test
    void generatedColumns_comeIfThePublicationHasThem() {
        assumeThat(server.major()).isGreaterThanOrEqualTo(18);
        shop.database()
                .execute(
                        "CREATE TABLE sums (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (2 * id) STORED,"
                                + " thrice int GENERATED ALWAYS AS (3 * id) VIRTUAL)",
                        "ALTER PUBLICATION p SET (publish_generated_columns = stored)");
        try (ChangeStream stream = shop.stream().open()) {
            shop.database().execute("INSERT INTO sums VALUES (1)");
            Iterator<Transaction> transactions = stream.iterator();
            assertThat(maps(transactions.next())).containsExactly(Map.of("id", 1, "twice", 2));
            shop.database()
                    .execute(
                            "ALTER PUBLICATION p SET (publish_generated_columns = none)",
                            "INSERT INTO sums VALUES (2)");
            assertThat(maps(transactions.next())).containsExactly(Map.of("id", 2));
        }
    }
}
