package io.github.pgchime.change;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import io.github.pgchime.ServerException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream makes of a connection that is lost, and of what is done to its slot and publication meanwhile. */
@EveryMajor
@Timeout(60)
final class FaultIT {

    private static final int CUTS = 12;

    private final PostgresServer server;
    private Shop shop;
    private FaultProxy proxy;

    FaultIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        shop = new Shop(server);
        proxy = FaultProxy.to(server);
    }

    @AfterEach
    void drop() {
        proxy.close();
        shop.close();
    }

    @Test
    void backendKilled_amidABacklog_nothingIsLostAndNothingAcknowledgedComesAgain() {
        try (ChangeStream stream = shop.stream().open()) {
            shop.insert(1, 2_000);
            Follower follower = new Follower(stream, 3);
            for (int read = 250; read <= 2_000; read += 250) {
                follower.readTo(read);
                shop.kill();
            }
            shop.insert(2_001);
            follower.readTo(2_001);
        }
    }

    /** Wherever the stream ends: in the middle of a transaction, or of the answers by which it begins anew. */
    @Test
    void cutAtArbitraryBytes_nothingIsLostAndNothingAcknowledgedComesAgain() {
        Random bytes = new Random(20_261_121);
        try (ChangeStream stream = throughProxy()
                .listener(cutting(() -> proxy.cutAfter(bytes.nextInt(30_000))))
                .open()) {
            proxy.cutAfter(bytes.nextInt(30_000));
            shop.insert(1, 2_000);
            new Follower(stream, 3).readTo(2_000);
        }
        assertThat(proxy.accepted()).isGreaterThan(CUTS);
    }

    /** Two transactions that come in pieces by turns, with savepoints; and the connection ends in the middle of a piece. */
    @Test
    void cutAmidPieces_bringsEachTransactionWhole() throws Exception {
        Random bytes = new Random(20_261_122);
        String url = Shop.with(proxy.url(shop.database().url()), "logical_decoding_work_mem=64kB");
        try (ChangeStream stream = shop.stream(url)
                        .listener(cutting(() -> proxy.cutAfter(bytes.nextInt(250_000))))
                        .open();
                Connection one = shop.database().connect();
                Connection other = shop.database().connect();
                Statement first = one.createStatement();
                Statement second = other.createStatement()) {
            proxy.cutAfter(bytes.nextInt(250_000));
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            for (int i = 0; i < 10; i++) {
                first.execute("INSERT INTO items SELECT " + i + " * 100 + g, repeat('x', 200)"
                        + " FROM generate_series(0, 99) AS g");
                second.execute("SAVEPOINT s; INSERT INTO items SELECT 1000 + " + i + " * 100 + g, repeat('y', 200)"
                        + " FROM generate_series(0, 99) AS g; "
                        + (i % 2 == 0 ? "RELEASE s" : "ROLLBACK TO s"));
            }
            other.commit();
            one.commit();
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < 10; i += 2) {
                kept.addAll(Shop.range(1_000 + i * 100, 1_099 + i * 100));
            }
            Iterator<Transaction> transactions = stream.iterator();
            List<List<Integer>> whole = List.of(kept, Shop.range(0, 999));
            int acknowledged = 0;
            while (acknowledged < whole.size()) {
                Transaction transaction = transactions.next();
                assertThat(Shop.ids(transaction)).isEqualTo(whole.get(acknowledged));
                if (stream.acknowledge(transaction)) {
                    acknowledged++;
                }
            }
        }
    }

    /** Lets each of the first attempts and connections end by another cut. */
    private static ChangeListener cutting(Runnable cut) {
        return new ChangeListener() {
            private int cuts;

            @Override
            public void onRetry(Retrying event) {
                if (cuts++ < CUTS) {
                    cut.run();
                }
            }
        };
    }

    @Test
    void blackHole_isNoticedWithinLiveness() {
        Outages outages = new Outages();
        try (ChangeStream stream = throughProxy()
                .liveness(Duration.ofMillis(800))
                .listener(outages)
                .open()) {
            CompletableFuture<Transaction> next = next(stream);
            proxy.blackhole();
            eventually().until(() -> outages.count() == 1);
            assertThat(outages.firstCause()).hasMessageContaining("within liveness");
            proxy.resume();
            shop.insert(1);
            assertThat(Shop.ids(next.join())).containsExactly(1);
        }
    }

    @Test
    void slotDropped_isLostForGood() {
        try (ChangeStream stream = throughProxy().open()) {
            Lsn acknowledged = readOneAndUnacknowledgedOne(stream);
            disconnectedMeanwhile(
                    () -> shop.database().execute("SELECT pg_drop_replication_slot('" + shop.slot() + "')"));
            assertLost(stream, acknowledged, "does not exist any more");
        }
    }

    @Test
    void slotDroppedAndMadeAnew_isLostForGood() {
        try (ChangeStream stream = throughProxy().open()) {
            Lsn acknowledged = readOneAndUnacknowledgedOne(stream);
            disconnectedMeanwhile(() -> shop.database()
                    .execute(
                            "SELECT pg_drop_replication_slot('" + shop.slot() + "')",
                            "SELECT pg_create_logical_replication_slot('" + shop.slot() + "', 'pgoutput')"));
            assertLost(stream, acknowledged, "moved on to");
        }
    }

    @Test
    void slotMovedOn_isLostForGood() {
        try (ChangeStream stream = throughProxy().open()) {
            Lsn acknowledged = readOneAndUnacknowledgedOne(stream);
            disconnectedMeanwhile(() -> shop.database()
                    .execute("SELECT pg_replication_slot_advance('" + shop.slot() + "', pg_current_wal_lsn())"));
            assertLost(stream, acknowledged, "moved on to " + shop.confirmed() + " by somebody else");
        }
    }

    @Test
    void publicationDropped_endsWithTheStatement_andConfirmsNothingBehind() {
        try (ChangeStream stream = shop.stream().open()) {
            shop.insert(1);
            Iterator<Transaction> transactions = stream.iterator();
            Transaction first = transactions.next();
            stream.acknowledge(first);
            eventually().until(() -> shop.confirmed().compareTo(first.commit().end()) >= 0);
            Lsn before = shop.walEnd();
            shop.database().execute("DROP PUBLICATION p");
            Lsn dropped = shop.walEnd();
            shop.insert(2);
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(transactions::next)
                    .withMessageContaining("CREATE PUBLICATION \"p\" FOR ALL TABLES");
            assertThatExceptionOfType(ConfigException.class).isThrownBy(transactions::next);
            assertThat(before).isLessThan(dropped);
            shop.awaitInactive();
            assertThat(shop.confirmed()).isLessThanOrEqualTo(dropped);
        }
    }

    @Test
    void publicationDropped_whileSomethingIsUnacknowledged_endsTheStream() {
        try (ChangeStream stream = shop.stream().open()) {
            shop.insert(1);
            Iterator<Transaction> transactions = stream.iterator();
            transactions.next();
            shop.database().execute("DROP PUBLICATION p");
            shop.insert(2);
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(transactions::next)
                    .withMessageContaining("CREATE PUBLICATION");
        }
    }

    @Test
    void publicationMadeAnew_endsTheStream() {
        try (ChangeStream stream = shop.stream().open()) {
            shop.insert(1);
            Iterator<Transaction> transactions = stream.iterator();
            stream.acknowledge(transactions.next());
            // In one transaction, or it might be found missing in between.
            shop.database()
                    .execute("BEGIN; DROP PUBLICATION p; INSERT INTO items VALUES (2);"
                            + " CREATE PUBLICATION p FOR ALL TABLES; COMMIT");
            shop.insert(3);
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> {
                        while (true) {
                            stream.acknowledge(transactions.next());
                        }
                    })
                    .withMessageContaining("dropped and made anew");
        }
    }

    @Test
    void replicationRevoked_endsTheStreamAndSaysHow() {
        String role = shop.slot();
        String url = shop.database().createRole(role, "secret", "REPLICATION");
        try (ChangeStream stream = shop.stream(url).open()) {
            shop.insert(1);
            Iterator<Transaction> transactions = stream.iterator();
            transactions.next();
            shop.database().execute("ALTER ROLE " + role + " NOREPLICATION");
            shop.kill();
            assertThatExceptionOfType(ServerException.class)
                    .isThrownBy(transactions::next)
                    .withMessageContaining("ALTER ROLE " + role + " REPLICATION");
            assertThatExceptionOfType(ServerException.class).isThrownBy(transactions::next);
        }
    }

    @Test
    void slotActiveElsewhere_isWaitedForAndTakenOver() {
        Outages outages = new Outages();
        ChangeStream other = shop.stream().open();
        int pid = shop.backendPid();
        try (ChangeStream stream = shop.stream().listener(outages).open()) {
            assertThat(outages.firstRetry()).hasMessageContaining("is active for PID " + pid);
            CompletableFuture<Transaction> next = next(stream);
            eventually().until(() -> outages.retries() >= 3);
            other.close();
            shop.insert(1);
            assertThat(Shop.ids(next.join())).containsExactly(1);
        }
    }

    @Test
    void slotOfAnotherKind_isRefused() {
        shop.database().execute("SELECT pg_create_physical_replication_slot('" + shop.slot() + "')");
        try {
            assertRefused(shop.stream(), "is a physical one");
        } finally {
            shop.database().execute("SELECT pg_drop_replication_slot('" + shop.slot() + "')");
        }
        shop.database().execute("SELECT pg_create_logical_replication_slot('" + shop.slot() + "', 'test_decoding')");
        assertRefused(shop.stream(), "is for the plugin test_decoding");
        try (Shop elsewhere = new Shop(server)) {
            elsewhere
                    .database()
                    .execute("SELECT pg_create_logical_replication_slot('" + elsewhere.slot() + "', 'pgoutput')");
            assertRefused(shop.stream().slot(elsewhere.slot()), "belongs to database " + elsewhere.slot());
        }
    }

    @Test
    void start_outsideOfWhatTheSlotHas_isRefused_andWithinItSkipsWhatIsBefore() {
        shop.stream().open().close();
        Lsn confirmed = shop.confirmed();
        assertRefused(shop.stream().start(new Lsn(confirmed.value() - 1)), "is before " + confirmed);
        assertRefused(shop.stream().start(new Lsn(confirmed.value() + (1L << 40))), "the end of the server's log");
        shop.insert(1);
        Lsn between = shop.walEnd();
        shop.insert(2);
        try (ChangeStream stream = shop.stream().start(between).open()) {
            assertThat(Shop.ids(stream.iterator().next())).containsExactly(2);
        }
    }

    private static void assertRefused(ChangeStreamBuilder builder, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(builder::open)
                .withMessageContaining(message);
    }

    private ChangeStreamBuilder throughProxy() {
        return shop.stream(proxy.url(shop.database().url()));
    }

    private static CompletableFuture<Transaction> next(ChangeStream stream) {
        return CompletableFuture.supplyAsync(() -> stream.iterator().next(), Thread::startVirtualThread)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns where the first one ends. */
    private Lsn readOneAndUnacknowledgedOne(ChangeStream stream) {
        shop.insert(1, 2);
        Iterator<Transaction> transactions = stream.iterator();
        Transaction first = transactions.next();
        stream.acknowledge(first);
        transactions.next();
        return first.commit().end();
    }

    private void disconnectedMeanwhile(Runnable change) {
        proxy.refuse(true);
        proxy.cut();
        shop.awaitInactive();
        change.run();
        proxy.refuse(false);
    }

    private void assertLost(ChangeStream stream, Lsn acknowledged, String message) {
        Iterator<Transaction> transactions = stream.iterator();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(transactions::next)
                    .isInstanceOfSatisfying(SlotLostException.class, e -> {
                        assertThat(e.slot()).isEqualTo(shop.slot());
                        assertThat(e.acknowledged()).isEqualTo(acknowledged);
                    })
                    .hasMessageContaining(message)
                    .hasMessageContaining("committed behind " + acknowledged);
        }
        assertThatExceptionOfType(SlotLostException.class)
                .isThrownBy(() -> stream.iterator().hasNext());
    }
}
