package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.C;
import static io.github.pgchime.nudge.Tables.coalesced;
import static io.github.pgchime.nudge.Tables.nudge;
import static io.github.pgchime.nudge.Tables.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.FakeTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class OutboxTest {

    private static final Resync CONNECTED = new Resync(Resync.Reason.CONNECTED);
    private static final Resync FAILSAFE = new Resync(Resync.Reason.FAILSAFE);
    private static final Resync OVERFLOW = new Resync(Resync.Reason.OVERFLOW);
    private static final TableName LAST = new TableName("the", "last");

    private final FakeTime time = new FakeTime();
    private final Outbox outbox = new Outbox(3, time);

    @Test
    void batches_untaken_conflate() throws Exception {
        outbox.put(coalesced(nudge(A, 1), nudge(B, 1)));
        outbox.put(coalesced(nudge(A, 2)));
        assertThat(now()).contains(new Batch(List.of(nudge(A, 3), nudge(B, 1))));
        assertThat(now()).isEmpty();
    }

    @Test
    void resync_makesTheBatchBeforeItNeedless_andNotTheOneAfter() throws Exception {
        outbox.put(coalesced(nudge(A, 1)));
        outbox.put(CONNECTED);
        outbox.put(coalesced(nudge(B, 1)));
        assertThat(now()).contains(CONNECTED);
        assertThat(now()).contains(new Batch(List.of(nudge(B, 1))));
        assertThat(now()).isEmpty();
    }

    @Test
    void resyncs_untaken_areOne_ofTheFirstReason() throws Exception {
        outbox.put(CONNECTED);
        outbox.put(FAILSAFE);
        assertThat(now()).contains(CONNECTED);
        assertThat(now()).isEmpty();
        outbox.put(FAILSAFE);
        assertThat(now()).contains(FAILSAFE);
    }

    @Test
    void tooManyTablesTogether_areAResyncInstead() throws Exception {
        outbox.put(coalesced(nudge(A, 1), nudge(B, 1)));
        outbox.put(coalesced(nudge(C, 1), nudge(numbered(1), 1)));
        assertThat(now()).contains(OVERFLOW);
        assertThat(now()).isEmpty();
        outbox.put(coalesced(nudge(A, 1)));
        assertThat(now()).contains(new Batch(List.of(nudge(A, 1))));
    }

    @Test
    void overflow_behindAResync_isCoveredByIt() throws Exception {
        outbox.put(CONNECTED);
        Coalescer overflowed = new Coalescer(1);
        overflowed.overflow();
        outbox.put(overflowed);
        assertThat(now()).contains(CONNECTED);
        assertThat(now()).isEmpty();
    }

    @Test
    void take_isWokenByABatchAndByAResync() throws Exception {
        CompletableFuture<Optional<FeedItem>> first = async(outbox::take);
        outbox.put(coalesced(nudge(A, 1)));
        assertThat(first.get(10, TimeUnit.SECONDS)).contains(new Batch(List.of(nudge(A, 1))));
        CompletableFuture<Optional<FeedItem>> second = async(outbox::take);
        outbox.put(FAILSAFE);
        assertThat(second.get(10, TimeUnit.SECONDS)).contains(FAILSAFE);
    }

    @Test
    void end_dropsWhatWaits_andEveryTakeAfterIsEmpty() throws Exception {
        outbox.put(CONNECTED);
        outbox.end(Optional.empty());
        assertThat(outbox.take()).isEmpty();
        assertThat(outbox.take()).isEmpty();
        outbox.put(FAILSAFE);
        outbox.put(coalesced(nudge(A, 1)));
        assertThat(now()).isEmpty();
    }

    @Test
    void finish_leavesWhatWaits_andKeepsNothingMore() throws Exception {
        outbox.put(CONNECTED);
        outbox.put(coalesced(nudge(A, 1)));
        outbox.finish(Optional.empty());
        outbox.put(coalesced(nudge(B, 1)));
        outbox.put(FAILSAFE);
        assertThat(outbox.take()).contains(CONNECTED);
        assertThat(outbox.take()).contains(new Batch(List.of(nudge(A, 1))));
        assertThat(outbox.take()).isEmpty();
    }

    /**
     * One side puts nudges and, now and then, a Resync, the other takes, in the interleaving that the seed and the
     * machine make. What is taken after the last Resync must be exactly what was put after it.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void puttingAndTaking_concurrently_losesNoCountThatNoResyncCovers(long seed) throws Exception {
        Outbox shared = new Outbox(4, time);
        AtomicReference<Map<TableName, Long>> sinceResync = new AtomicReference<>(Map.of());
        CompletableFuture<Void> putting = CompletableFuture.runAsync(
                () -> sinceResync.set(putRandomly(shared, new Random(seed))), Thread::startVirtualThread);
        Map<TableName, Long> taken = new HashMap<>();
        Random random = new Random(-seed);
        boolean sawLast = false;
        while (!sawLast) {
            switch (shared.take().orElseThrow()) {
                case Resync resync -> taken.clear();
                case Batch batch ->
                    batch.nudges().forEach(nudge -> taken.merge(nudge.table(), nudge.count(), Long::sum));
            }
            sawLast = taken.containsKey(LAST);
            for (int i = random.nextInt(50); i > 0; i--) {
                Thread.onSpinWait();
            }
        }
        putting.get(10, TimeUnit.SECONDS);
        assertThat(taken).isEqualTo(sinceResync.get());
        assertThat(now(shared)).isEmpty();
    }

    /** Returns what was put after the last Resync. */
    private static Map<TableName, Long> putRandomly(Outbox shared, Random random) {
        Map<TableName, Long> since = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(100) == 0) {
                shared.put(new Resync(Resync.Reason.FAILSAFE));
                since.clear();
            } else {
                TableName table = numbered(random.nextInt(3));
                long count = random.nextInt(5) + 1L;
                shared.put(coalesced(nudge(table, count)));
                since.merge(table, count, Long::sum);
            }
        }
        shared.put(coalesced(nudge(LAST, 1)));
        since.put(LAST, 1L);
        return since;
    }

    private Optional<FeedItem> now() throws InterruptedException {
        return now(outbox);
    }

    private Optional<FeedItem> now(Outbox one) throws InterruptedException {
        return one.take(time.nanos());
    }

    private interface Taking {
        Optional<FeedItem> take() throws InterruptedException;
    }

    private static CompletableFuture<Optional<FeedItem>> async(Taking taking) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return taking.take();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }
}
