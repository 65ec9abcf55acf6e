package io.github.pgchime.change;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.PostgresServer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream makes of a server that restarts, crashes, is put back, or is another one. */
@EveryMajor(own = true)
@Timeout(60)
final class ServerIT {

    private final PostgresServer server;
    private Shop shop;

    ServerIT(PostgresServer server) {
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
    void restartAndCrash_loseNothing_andAPutBackServerIsNoLongerFollowed() {
        Outages outages = new Outages();
        try (FaultProxy proxy = FaultProxy.to(server);
                ChangeStream stream = shop.stream(proxy.url(shop.database().url()))
                        .listener(outages)
                        .open()) {
            shop.insert(1, 300);
            // The server does not shut down before a logical walsender's client has confirmed everything.
            Follower follower = new Follower(stream, 0);
            follower.readTo(300);
            CompletableFuture<Void> reading =
                    CompletableFuture.runAsync(() -> follower.readTo(600), Thread::startVirtualThread);
            server.restart();
            shop.insert(301, 450);
            server.crash();
            shop.insert(451, 600);
            reading.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
            assertThat(outages.count()).isBetween(1, 2);
            server.putBackAfter(() -> {
                shop.insert(601, 800);
                follower.readTo(800);
                proxy.refuse(true);
                proxy.cut();
            });
            proxy.refuse(false);
            assertThatExceptionOfType(SlotLostException.class)
                    .isThrownBy(() -> stream.iterator().next())
                    .withMessageContaining("put back");
        }
    }

    @Test
    void anotherServerBehindTheAddress_isNotFollowed_andOneThatCannotDecodeIsRefused() {
        try (FaultProxy proxy = FaultProxy.to(server);
                ChangeStream stream = ChangeStream.builder(proxy.url(server.superuserUrl("postgres")))
                        .slot(shop.slot())
                        .publication(shop.slot())
                        .createPublication()
                        .createSlot(CreateSlot.IF_MISSING)
                        .open()) {
            proxy.redirect(PostgresServer.shared(server.major()));
            proxy.cut();
            assertThatExceptionOfType(SlotLostException.class)
                    .isThrownBy(() -> stream.iterator().next())
                    .withMessageContaining("system identifier");
        }
        ChangeStream.dropSlot(ConnectionOptions.parse(server.superuserUrl("postgres")), shop.slot());
        server.setting("wal_level", "replica");
        server.restart();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> shop.stream().open())
                .withMessageContaining("ALTER SYSTEM SET wal_level = 'logical'");
        server.resetSetting("wal_level");
        server.restart();
    }

    /** A slot is invalidated at a checkpoint, where it holds back more log than it may. */
    @Test
    void invalidatedSlot_isLostForGood() {
        try (FaultProxy proxy = FaultProxy.to(server);
                ChangeStream stream =
                        shop.stream(proxy.url(shop.database().url())).open()) {
            shop.insert(1, 2);
            Iterator<Transaction> transactions = stream.iterator();
            Transaction first = transactions.next();
            stream.acknowledge(first);
            transactions.next();
            eventually().until(() -> shop.confirmed().equals(first.commit().end()));
            proxy.refuse(true);
            proxy.cut();
            shop.awaitInactive();
            server.setting("max_slot_wal_keep_size", "1MB");
            eventually().until(() -> {
                shop.database()
                        .execute(
                                "INSERT INTO items SELECT coalesce(max(id), 0) + 1 FROM items",
                                "SELECT pg_switch_wal()",
                                "CHECKPOINT");
                return shop.database()
                        .queryOne("SELECT wal_status FROM pg_replication_slots WHERE slot_name = '" + shop.slot() + "'")
                        .equals("lost");
            });
            proxy.refuse(false);
            Lsn acknowledged = first.commit().end();
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(SlotLostException.class)
                        .isThrownBy(transactions::next)
                        .withMessageContaining("is invalidated")
                        .withMessageContaining("committed behind " + acknowledged);
            }
        }
        assertThatExceptionOfType(SlotLostException.class)
                .isThrownBy(() -> shop.stream().open())
                .withMessageContaining("is invalidated");
        server.resetSetting("max_slot_wal_keep_size");
    }
}
