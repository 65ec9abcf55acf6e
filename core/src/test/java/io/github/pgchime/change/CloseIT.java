package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.lifecycle.LiveThreads;
import io.github.pgchime.testkit.FaultProxy;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a stream ends, no thread of its own is left, and no session. */
@OldestAndNewest
@Timeout(60)
final class CloseIT {

    private final PostgresServer server;
    private final LiveThreads threads = new LiveThreads();
    private Shop shop;

    CloseIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        shop = new Shop(server);
    }

    @AfterEach
    void assertNothingIsLeft() {
        shop.awaitNoSession();
        threads.awaitNoMore();
        shop.close();
    }

    @Test
    void close_whileSomebodyWaits_endsTheIteration() throws Exception {
        ChangeStream stream = shop.stream().open();
        CountDownLatch waits = new CountDownLatch(1);
        CompletableFuture<Boolean> more = CompletableFuture.supplyAsync(
                () -> {
                    waits.countDown();
                    return stream.iterator().hasNext();
                },
                Thread::startVirtualThread);
        waits.await();
        stream.close();
        assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(stream.iterator().hasNext()).isFalse();
        stream.close();
    }

    @Test
    void close_whileABacklogFlows_endsTheIteration() throws Exception {
        ChangeStream stream = shop.stream().open();
        shop.insert(1, 5_000);
        CountDownLatch flows = new CountDownLatch(100);
        CompletableFuture<Transaction> last = CompletableFuture.supplyAsync(
                () -> {
                    Transaction read = stream.iterator().next();
                    for (Transaction transaction : stream) {
                        read = transaction;
                        stream.acknowledge(transaction);
                        flows.countDown();
                    }
                    return read;
                },
                Thread::startVirtualThread);
        flows.await();
        stream.close();
        assertThat(last.get(5, TimeUnit.SECONDS).commit().end()).isGreaterThanOrEqualTo(stream.acknowledged());
    }

    /** Spilled to disk, so that what the handler reads next is gone. */
    @Test
    void close_whileAHandlerIsBusy_doesNotWaitForIt() throws Exception {
        ChangeStream stream = shop.stream().spoolMemory(64 * 1024).open();
        shop.database().execute("INSERT INTO items SELECT g, repeat('x', 200) FROM generate_series(1, 5000) AS g");
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Transaction> handler = CompletableFuture.supplyAsync(
                () -> {
                    Transaction transaction = stream.iterator().next();
                    Iterator<Change> changes = transaction.iterator();
                    changes.next();
                    busy.countDown();
                    awaitQuietly(closed);
                    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(changes::next);
                    return transaction;
                },
                Thread::startVirtualThread);
        busy.await();
        stream.close();
        closed.countDown();
        Transaction handled = handler.get(5, TimeUnit.SECONDS);
        stream.acknowledge(handled);
        assertThat(shop.confirmed()).isLessThan(handled.commit().end());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void close_whileReconnecting_endsTheIteration() throws Exception {
        Outages outages = new Outages();
        try (FaultProxy proxy = FaultProxy.to(server)) {
            ChangeStream stream = shop.stream(proxy.url(shop.database().url()))
                    .listener(outages)
                    .open();
            CompletableFuture<Boolean> more =
                    CompletableFuture.supplyAsync(() -> stream.iterator().hasNext(), Thread::startVirtualThread);
            proxy.refuse(true);
            proxy.cut();
            eventually().until(() -> outages.retries() >= 2);
            stream.close();
            assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
        }
    }

    /** Where the server takes the connection and then says nothing. */
    @Test
    void close_whileTheServerIsSilent_endsTheIteration() throws Exception {
        Outages outages = new Outages();
        try (FaultProxy proxy = FaultProxy.to(server)) {
            ChangeStream stream = shop.stream(proxy.url(shop.database().url()))
                    .listener(outages)
                    .open();
            CompletableFuture<Boolean> more =
                    CompletableFuture.supplyAsync(() -> stream.iterator().hasNext(), Thread::startVirtualThread);
            long before = proxy.accepted();
            proxy.blackhole();
            shop.kill();
            proxy.cut();
            eventually().until(() -> proxy.accepted() > before);
            stream.close();
            assertThat(more.get(5, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void close_fromWithinTheLoop_endsIt() {
        ChangeStream stream = shop.stream().open();
        shop.insert(1, 3);
        int read = 0;
        for (Transaction transaction : stream) {
            read++;
            stream.acknowledge(transaction);
            stream.close();
        }
        assertThat(read).isEqualTo(1);
        assertThat(shop.confirmed()).isEqualTo(stream.acknowledged());
    }

    @Test
    void close_fromWithinTheLoopOverATransaction_endsBoth() {
        ChangeStream stream = shop.stream().open();
        shop.database().execute("INSERT INTO items VALUES (1), (2)");
        Iterator<Change> changes = stream.iterator().next().iterator();
        changes.next();
        stream.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(changes::hasNext);
    }

    @Test
    void interrupt_endsTheIteration_whichCanBeGoneOnWith() throws Exception {
        try (ChangeStream stream = shop.stream().open()) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            CountDownLatch waits = new CountDownLatch(1);
            Thread reader = Thread.startVirtualThread(() -> {
                waits.countDown();
                boolean more = stream.iterator().hasNext();
                interrupted.complete(!more && Thread.interrupted());
            });
            waits.await();
            reader.interrupt();
            assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
            shop.insert(1);
            assertThat(Shop.ids(stream.iterator().next())).containsExactly(1);
        }
    }
}
