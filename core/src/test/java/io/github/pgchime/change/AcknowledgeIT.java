package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.Lsn;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far the server is told that it may forget. */
@EveryMajor
@Timeout(60)
final class AcknowledgeIT {

    private final PostgresServer server;
    private Shop shop;

    AcknowledgeIT(PostgresServer server) {
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

    @Test
    void outOfOrder_movesTheSlotByWholePrefixes() {
        try (ChangeStream stream = shop.stream().open()) {
            shop.insert(1, 4);
            Iterator<Transaction> transactions = stream.iterator();
            Transaction first = transactions.next();
            Transaction second = transactions.next();
            Transaction third = transactions.next();
            Transaction fourth = transactions.next();
            assertThat(stream.acknowledge(third)).isTrue();
            shop.awaitReplies(2);
            assertThat(shop.confirmed()).isLessThan(first.commit().end());
            assertThat(stream.acknowledge(first)).isTrue();
            eventually().until(() -> shop.confirmed().equals(first.commit().end()));
            assertThat(stream.acknowledge(second)).isTrue();
            eventually().until(() -> shop.confirmed().equals(third.commit().end()));
            assertThat(stream.acknowledge(second)).isTrue();
            shop.awaitReplies(2);
            assertThat(shop.confirmed())
                    .isEqualTo(third.commit().end())
                    .isLessThan(fourth.commit().end());
        }
    }

    @Test
    void autoAcknowledge_confirmsWhatIsMovedPast() {
        try (ChangeStream stream = shop.stream().autoAcknowledge(true).open()) {
            shop.insert(1, 2);
            Iterator<Transaction> transactions = stream.iterator();
            Transaction first = transactions.next();
            shop.awaitReplies(2);
            assertThat(shop.confirmed()).isLessThan(first.commit().end());
            transactions.next();
            eventually().until(() -> shop.confirmed().equals(first.commit().end()));
        }
        try (ChangeStream stream = shop.stream().open()) {
            assertThat(Shop.ids(stream.iterator().next())).containsExactly(2);
        }
    }

    @Test
    void idle_followsTheServer_butNotPastWhatIsUnacknowledged() {
        shop.database()
                .execute(
                        "DROP PUBLICATION p",
                        "CREATE PUBLICATION p FOR TABLE items",
                        "CREATE TABLE elsewhere (id int)");
        try (ChangeStream stream = shop.stream().open()) {
            Iterator<Transaction> transactions = stream.iterator();
            shop.insert(1);
            Transaction first = transactions.next();
            CompletableFuture<Transaction> second =
                    CompletableFuture.supplyAsync(transactions::next, Thread::startVirtualThread);
            Lsn end = writeElsewhere();
            shop.awaitReplies(3);
            assertThat(shop.confirmed()).isLessThan(first.commit().end());
            stream.acknowledge(first);
            eventually().until(() -> shop.confirmed().compareTo(end) >= 0);
            Lsn further = writeElsewhere();
            eventually().until(() -> shop.confirmed().compareTo(further) >= 0);
            shop.insert(2);
            assertThat(Shop.ids(second.orTimeout(20, TimeUnit.SECONDS).join())).containsExactly(2);
        }
    }

    private Lsn writeElsewhere() {
        shop.database().execute("INSERT INTO elsewhere SELECT generate_series(1, 1000)");
        return shop.walEnd();
    }

    /** The server gives up whom it has not heard of for so long; here that passes three times. */
    @Test
    void sleepingHandler_costsNoConnection() {
        assumeThat(server.major()).isIn(Majors.oldestAndNewest());
        Outages outages = new Outages();
        String timeout = "600ms";
        try (ChangeStream stream = ChangeStream.builder(
                        Shop.with(shop.database().url(), "wal_sender_timeout=" + timeout))
                .slot(shop.slot())
                .publication("p")
                .createSlot(CreateSlot.IF_MISSING)
                .listener(outages)
                .open()) {
            shop.insert(1, 2_000);
            Iterator<Transaction> transactions = stream.iterator();
            transactions.next();
            String slept = "SELECT clock_timestamp() > '"
                    + shop.database().queryOne("SELECT clock_timestamp()") + "'::timestamptz + 3 * '" + timeout
                    + "'::interval";
            eventually().until(() -> shop.database().queryOne(slept).equals("t"));
            assertThat(shop.lastReply()).isNotEqualTo("never");
            for (int i = 2; i <= 2_000; i++) {
                Transaction transaction = transactions.next();
                assertThat(Shop.ids(transaction)).containsExactly(i);
                assertThat(transaction.redelivered()).isFalse();
            }
            assertThat(outages.count()).isZero();
        }
    }

    @Test
    void close_confirmsWhatWasAcknowledgedLast() {
        Transaction last;
        try (ChangeStream stream = shop.stream().open()) {
            shop.insert(1, 1_000);
            Iterator<Transaction> transactions = stream.iterator();
            do {
                last = transactions.next();
                stream.acknowledge(last);
            } while (!Shop.ids(last).contains(500));
        }
        assertThat(shop.confirmed()).isEqualTo(last.commit().end());
        try (ChangeStream stream = shop.stream().open()) {
            assertThat(Shop.ids(stream.iterator().next())).containsExactly(501);
        }
    }

    @Test
    void heartbeat_movesTheSlot_andIsNotDelivered() {
        try (ChangeStream stream =
                shop.stream().heartbeat(Duration.ofSeconds(1)).open()) {
            CompletableFuture<Transaction> next =
                    CompletableFuture.supplyAsync(() -> stream.iterator().next(), Thread::startVirtualThread);
            Lsn before = shop.walEnd();
            eventually().until(() -> shop.confirmed().compareTo(before) > 0);
            shop.insert(1);
            assertThat(Shop.ids(next.orTimeout(20, TimeUnit.SECONDS).join())).containsExactly(1);
        }
    }
}
