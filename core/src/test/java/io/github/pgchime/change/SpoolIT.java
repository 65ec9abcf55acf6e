package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.change.Shop.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions larger than the memory that they may take. */
@EveryMajor
@Timeout(60)
final class SpoolIT {

    private static final int MANY = 4_000;

    private final PostgresServer server;

    @TempDir
    private Path directory;

    private Shop shop;

    SpoolIT(PostgresServer server) {
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

    private ChangeStreamBuilder stream() {
        return shop.stream(Shop.with(shop.database().url(), "logical_decoding_work_mem=64kB"))
                .spoolMemory(64 * 1024)
                .spoolDirectory(directory);
    }

    /** Files without a name are in no directory, but this process has them open. */
    private List<Path> spooled() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeThat(open).isDirectory();
        try (Stream<Path> files = Files.list(open)) {
            return files.flatMap(SpoolIT::target)
                    .filter(file -> file.startsWith(directory))
                    .toList();
        }
    }

    private static Stream<Path> target(Path link) {
        try {
            return Stream.of(Files.readSymbolicLink(link));
        } catch (IOException closedMeanwhile) {
            return Stream.empty();
        }
    }

    private static String insert(int first, int last) {
        return "INSERT INTO items SELECT g, repeat('x', 200) FROM generate_series(" + first + ", " + last + ") AS g";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void committedAndAborted_leaveNothingOnDisk(boolean streaming) throws Exception {
        try (ChangeStream stream = stream().streaming(streaming).open()) {
            shop.database().execute(insert(1, MANY), "BEGIN; " + insert(MANY + 1, 2 * MANY) + "; ROLLBACK");
            shop.insert(-1);
            Iterator<Transaction> transactions = stream.iterator();
            Transaction large = transactions.next();
            assertThat(large.size()).isEqualTo(MANY);
            assertThat(spooled()).hasSize(1);
            assertThat(Shop.ids(large)).isEqualTo(range(1, MANY));
            assertThat(Shop.ids(large)).isEqualTo(range(1, MANY));
            stream.acknowledge(large);
            assertThat(Shop.ids(transactions.next())).containsExactly(-1);
            assertThat(spooled()).isEmpty();
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** Each decoded as it was prepared, or as it was committed, as the slot has it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void prepared_comesWhenItIsCommitted_andNeverIfItIsRolledBack(boolean twoPhase) throws Exception {
        assumeThat(server.major() >= 15 || !twoPhase).isTrue();
        try (ChangeStream stream = stream().twoPhase(twoPhase).open()) {
            shop.database()
                    .execute(
                            "BEGIN; " + insert(1, MANY) + "; PREPARE TRANSACTION '" + shop.slot() + "_kept'",
                            "BEGIN; " + insert(MANY + 1, 2 * MANY) + "; PREPARE TRANSACTION '" + shop.slot()
                                    + "_undone'",
                            "BEGIN; INSERT INTO items VALUES (-3); PREPARE TRANSACTION '" + shop.slot() + "_small'");
            shop.insert(-1);
            Iterator<Transaction> transactions = stream.iterator();
            Transaction before = transactions.next();
            assertThat(Shop.ids(before)).containsExactly(-1);
            stream.acknowledge(before);
            assertThat(spooled()).hasSize(twoPhase ? 2 : spooled().size());
            shop.database()
                    .execute(
                            "ROLLBACK PREPARED '" + shop.slot() + "_undone'",
                            "COMMIT PREPARED '" + shop.slot() + "_small'",
                            "COMMIT PREPARED '" + shop.slot() + "_kept'");
            Transaction small = transactions.next();
            assertThat(Shop.ids(small)).containsExactly(-3);
            assertThat(small.commit().gid().isPresent()).isEqualTo(twoPhase);
            Transaction large = transactions.next();
            assertThat(Shop.ids(large)).isEqualTo(range(1, MANY));
            stream.acknowledge(small);
            stream.acknowledge(large);
            eventually().until(() -> shop.confirmed().compareTo(large.commit().end()) >= 0);
            shop.insert(-2);
            assertThat(Shop.ids(transactions.next())).containsExactly(-2);
            assertThat(spooled()).isEmpty();
        }
    }

    /** A reconnect begins before what is prepared; what was acknowledged behind it does not come again nevertheless. */
    @Test
    void prepared_survivesLostConnections() {
        assumeThat(server.major()).isGreaterThanOrEqualTo(15);
        Outages outages = new Outages();
        try (ChangeStream stream = stream().twoPhase(true).listener(outages).open()) {
            shop.database().execute("BEGIN; INSERT INTO items VALUES (1); PREPARE TRANSACTION '" + shop.slot() + "'");
            Iterator<Transaction> transactions = stream.iterator();
            for (int id = 2; id <= 4; id++) {
                shop.insert(id);
                Transaction transaction = transactions.next();
                assertThat(Shop.ids(transaction)).containsExactly(id);
                stream.acknowledge(transaction);
                shop.awaitReplies(2);
                assertThat(shop.confirmed()).isLessThan(transaction.commit().end());
                shop.kill();
                shop.awaitInactive();
            }
            shop.database().execute("COMMIT PREPARED '" + shop.slot() + "'");
            Transaction prepared = transactions.next();
            assertThat(Shop.ids(prepared)).containsExactly(1);
            assertThat(prepared.commit().gid()).contains(shop.slot());
            assertThat(outages.count()).isEqualTo(3);
            stream.acknowledge(prepared);
            eventually()
                    .until(() -> shop.confirmed().compareTo(prepared.commit().end()) >= 0);
        }
    }

    /** Of nothing that is published, so that nobody hears of it; the slot goes on nevertheless. */
    @Test
    void prepared_andEmpty_doesNotHoldTheSlot() {
        assumeThat(server.major()).isGreaterThanOrEqualTo(15);
        shop.database()
                .execute("DROP PUBLICATION p", "CREATE PUBLICATION p FOR TABLE items", "CREATE TABLE other (id int)");
        try (ChangeStream stream = stream().twoPhase(true).open()) {
            shop.database()
                    .execute(
                            "BEGIN; INSERT INTO other VALUES (1); PREPARE TRANSACTION '" + shop.slot() + "'",
                            "COMMIT PREPARED '" + shop.slot() + "'");
            shop.insert(1);
            Transaction transaction = stream.iterator().next();
            stream.acknowledge(transaction);
            eventually()
                    .until(() -> shop.confirmed().compareTo(transaction.commit().end()) >= 0);
        }
    }

    /** They share their part of the log, and come one by one in the order of their commits. */
    @Test
    void interleaved_comeWholeInTheOrderOfTheirCommits() throws Exception {
        try (ChangeStream stream = stream().open();
                Connection one = shop.database().connect();
                Connection other = shop.database().connect();
                Connection third = shop.database().connect()) {
            for (int i = 0; i < 5; i++) {
                on(one, insert(i * 500, i * 500 + 499));
                on(other, insert(10_000 + i * 500, 10_000 + i * 500 + 499));
                on(third, insert(20_000 + i * 500, 20_000 + i * 500 + 499));
                shop.insert(-1 - i);
            }
            other.commit();
            third.rollback();
            one.commit();
            Iterator<Transaction> transactions = stream.iterator();
            for (int i = 0; i < 5; i++) {
                assertThat(Shop.ids(transactions.next())).containsExactly(-1 - i);
            }
            Transaction second = transactions.next();
            assertThat(Shop.ids(second)).isEqualTo(range(10_000, 12_499));
            Transaction first = transactions.next();
            assertThat(Shop.ids(first)).isEqualTo(range(0, 2_499));
            assertThat(first.commit().end()).isGreaterThan(second.commit().end());
        }
        assertThat(spooled()).isEmpty();
    }

    private static void on(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void close_amidPieces_leavesNothingOnDisk() throws Exception {
        try (Connection writer = shop.database().connect()) {
            try (ChangeStream stream = stream().open()) {
                on(writer, insert(1, MANY));
                shop.insert(-1);
                stream.iterator().next();
                assertThat(spooled()).isNotEmpty();
            }
            assertThat(spooled()).isEmpty();
        }
    }
}
