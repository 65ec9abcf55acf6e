package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.C;
import static io.github.pgchime.nudge.Tables.numbered;
import static io.github.pgchime.nudge.Tables.plain;
import static io.github.pgchime.nudge.Tables.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AnnouncerTest {

    private static final Duration DEBOUNCE = Duration.ofMillis(50);

    private final FakeTime time = new FakeTime();
    private final Server server = new Server();
    private final List<FeedItem> heard = new CopyOnWriteArrayList<>();
    private final NudgeFeedBuilder builder = new NudgeFeedBuilder(
                    ConnectionOptions.builder().user("tester").build())
            .debounce(DEBOUNCE)
            .maxTables(100_000);
    private final List<Thread> threads = new ArrayList<>();
    private volatile Consumer<FeedItem> listener = item -> {};

    @AfterEach
    void stop() throws Exception {
        for (Thread thread : threads) {
            thread.interrupt();
            assertThat(thread.join(DEADLINE)).isTrue();
        }
    }

    @Test
    void connecting_isTold() throws Exception {
        Outbox outbox = outbox();
        Announcer announcer = start(outbox);
        announcer.connected(new Connection(), Resync.Reason.CONNECTED, Set.of());
        assertThat(outbox.take()).contains(new Resync(Resync.Reason.CONNECTED));
        assertThat(heard).containsExactly(new Resync(Resync.Reason.CONNECTED));
    }

    @Test
    void visible_isToldWhenTheWindowCloses() throws Exception {
        Feed feed = connected();
        feed.commit(transaction(7, A), transaction(8, Map.of(A, 2L, B, 1L)));
        time.awaitWaiters(1);
        time.advance(DEBOUNCE.minusNanos(1));
        time.awaitWaiters(1);
        assertThat(server.asked).hasValue(0);
        time.advance(Duration.ofNanos(1));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 3L, B, 1L));
        assertThat(server.asked).hasValue(1);
    }

    @Test
    void noDebounce_isToldAtOnce() throws Exception {
        builder.debounce(Duration.ZERO);
        Feed feed = connected();
        feed.commit(transaction(7, A));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void emptyTransaction_opensNoWindow() throws Exception {
        Feed feed = connected();
        feed.commit(transaction(7, Map.of()));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void invisible_isHeld_andHoldsUpNoOther() throws Exception {
        server.hide(7);
        Feed feed = connected();
        feed.commit(transaction(7, A), transaction(8, B));
        closeWindow();
        assertThat(feed.counts()).isEqualTo(Map.of(B, 1L));
        assertThat(feed.announcer.invisible()).containsExactly(7L);
        server.show(7);
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(1));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
        assertThat(feed.announcer.invisible()).isEmpty();
    }

    @Test
    void invisible_isAskedForAfterOneMillisecond_doublingToOneSecond() throws Exception {
        server.hide(7);
        Feed feed = connected();
        feed.commit(transaction(7, A));
        closeWindow();
        int asked = 1;
        for (int delay : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 1000}) {
            awaitAsked(asked++);
            time.awaitWaiters(1);
            time.advance(Duration.ofMillis(delay).minusNanos(1));
            time.awaitWaiters(1);
            assertThat(server.asked).hasValue(asked - 1);
            time.advance(Duration.ofNanos(1));
        }
        awaitAsked(asked);
        server.show(7);
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
    }

    @Test
    void newlyInvisible_beside_aLongHeldOne_isAskedForSoon() throws Exception {
        server.hide(7);
        Feed feed = connected();
        feed.commit(transaction(7, A));
        closeWindow();
        for (int asked = 1; asked < 15; asked++) {
            awaitAsked(asked);
            time.awaitWaiters(1);
            time.advance(Duration.ofSeconds(1));
        }
        awaitAsked(15);
        server.hide(8);
        feed.commit(transaction(8, B));
        time.awaitWaiters(1);
        time.advance(DEBOUNCE);
        awaitAsked(16);
        server.show(8);
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(1));
        assertThat(feed.counts()).isEqualTo(Map.of(B, 1L));
    }

    @Test
    void held_opensNoOtherWindowEarly() throws Exception {
        server.hide(7);
        builder.debounce(Duration.ofSeconds(10));
        Feed feed = connected();
        feed.commit(transaction(7, A));
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(10));
        awaitAsked(1);
        feed.commit(transaction(8, B));
        for (int asked = 1; asked < 6; asked++) {
            awaitAsked(asked);
            time.awaitWaiters(1);
            time.advance(Duration.ofSeconds(1));
        }
        awaitAsked(6);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(5));
        assertThat(feed.counts()).isEqualTo(Map.of(B, 1L));
    }

    @Test
    void steadyCommits_areToldAtTheLatestAfterTheLongestWait() throws Exception {
        builder.maxBatchWait(Duration.ofMillis(120));
        Feed feed = connected();
        for (int i = 0; i < 4; i++) {
            feed.commit(transaction(i, A));
            time.awaitWaiters(1);
            time.advance(Duration.ofMillis(30));
        }
        assertThat(feed.counts()).isEqualTo(Map.of(A, 4L));
    }

    @Test
    void manyTransactions_areAskedForBeforeTheWindowCloses_andToldWhenItDoes() throws Exception {
        builder.debounce(Duration.ofMinutes(1));
        Feed feed = connected();
        for (int i = 0; i < Agenda.MANY_WAITING; i++) {
            feed.commit(transaction(i, A));
        }
        awaitAsked(1);
        feed.commit(transaction(5_000, A));
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        time.awaitWaiters(1);
        time.advance(Duration.ofMinutes(1));
        assertThat(feed.counts()).isEqualTo(Map.of(A, Agenda.MANY_WAITING + 1L));
    }

    @Test
    void oneTransactionOfManyTables_isAskedForBeforeTheWindowCloses() throws Exception {
        builder.debounce(Duration.ofMinutes(1));
        Feed feed = connected();
        feed.commit(transaction(1, tables(Agenda.MANY_WAITING)));
        awaitAsked(1);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
    }

    @Test
    void tooMuchWaiting_pushesBack_untilSomethingIsVisible() throws Exception {
        server.hide(1);
        Feed feed = connected();
        feed.commit(transaction(1, tables(Agenda.MOST_WAITING)));
        awaitAsked(1);
        Committing second = feed.committing(transaction(2, A));
        second.awaitBlocked();
        server.show(1);
        // The time may pass before the announcer waits for it, so it passes until that is done.
        eventually().until(() -> {
            time.advance(Duration.ofSeconds(1));
            return second.isDone();
        });
        assertThat(second.failure()).isEmpty();
    }

    @Test
    void pushBack_ofALostConnection_isReleased() throws Exception {
        server.hide(1);
        Feed feed = connected();
        feed.commit(transaction(1, tables(Agenda.MOST_WAITING)));
        awaitAsked(1);
        Committing second = feed.committing(transaction(2, A));
        second.awaitBlocked();
        feed.announcer.disconnected(feed.link);
        eventually().until(second::isDone);
        assertThat(second.failure()).containsInstanceOf(ConnectionLostException.class);
    }

    @Test
    void visibilityThatFails_halfWay_leavesTheCountsAndTheRoomRight() throws Exception {
        server.hide(5);
        Feed feed = connected(Set.of(5));
        awaitAsked(1);
        server.failOnCommitted = true;
        server.show(5);
        feed.commit(transaction(1, tables(Agenda.MOST_WAITING)));
        eventually().until(() -> feed.link.failures.size() == 1);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        Connection next = new Connection();
        feed.announcer.connected(next, Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        assertThat(feed.counts()).hasSize(Agenda.MOST_WAITING).containsValue(1L).doesNotContainValue(2L);
        Committing committing = new Committing(feed.announcer, next, transaction(2, A));
        eventually().until(committing::isDone);
        assertThat(committing.failure()).isEmpty();
    }

    @Test
    void heldOverALostConnection_isToldAfterTheNextOnesResync() throws Exception {
        server.hide(7);
        Feed feed = connected();
        feed.commit(transaction(7, A));
        closeWindow();
        awaitAsked(1);
        feed.announcer.disconnected(feed.link);
        server.show(7);
        feed.announcer.connected(new Connection(), Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void heldOverALostConnection_stillInvisibleAfterwards_isHeldOn() throws Exception {
        server.hide(7);
        Feed feed = connected();
        feed.commit(transaction(7, A));
        closeWindow();
        awaitAsked(1);
        feed.announcer.disconnected(feed.link);
        feed.announcer.connected(new Connection(), Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        awaitAsked(2);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        server.show(7);
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(1));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void arrivedOverALostConnection_isToldAfterTheNextOnesResync() throws Exception {
        Feed feed = connected();
        feed.commit(transaction(7, A));
        feed.announcer.disconnected(feed.link);
        time.advance(Duration.ofSeconds(5));
        feed.announcer.connected(new Connection(), Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void committedOverAConnectionThatWasGivenUp_isRefused() throws Exception {
        Feed feed = connected();
        feed.announcer.disconnected(feed.link);
        assertThatThrownBy(() -> feed.announcer.committed(feed.link, transaction(7, A)))
                .isInstanceOf(ConnectionLostException.class);
        feed.announcer.disconnected(feed.link);
    }

    @Test
    void visibilityThatFails_endsTheConnection_andLosesNothing() throws Exception {
        ServerException error = new ServerException(new ServerError(Map.of('C', "57014", 'M', "cancelled")));
        Feed feed = connected();
        server.failure = Optional.of(error);
        feed.commit(transaction(7, A));
        closeWindow();
        eventually().until(() -> feed.link.failures.equals(List.of(error)));
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        server.failure = Optional.empty();
        feed.announcer.connected(new Connection(), Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void failsafe_comesAfterItsInterval_again_andNotWhileDisconnected() throws Exception {
        builder.failsafe(Duration.ofHours(1));
        Feed feed = connected();
        Resync failsafe = new Resync(Resync.Reason.FAILSAFE);
        for (int i = 0; i < 2; i++) {
            time.awaitWaiters(1);
            time.advance(Duration.ofHours(1).minusNanos(1));
            time.awaitWaiters(1);
            assertThat(feed.outbox.take(time.nanos())).isEmpty();
            time.advance(Duration.ofNanos(1));
            assertThat(feed.outbox.take()).contains(failsafe);
        }
        feed.announcer.disconnected(feed.link);
        time.advance(Duration.ofHours(3));
        feed.announcer.connected(new Connection(), Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        time.awaitWaiters(1);
        time.advance(Duration.ofMinutes(59));
        time.awaitWaiters(1);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
    }

    @Test
    void failsafe_withAnOpenWindow_doesNotCloseIt() throws Exception {
        builder.failsafe(Duration.ofSeconds(30)).debounce(Duration.ofMinutes(1));
        Feed feed = connected();
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(20));
        feed.commit(transaction(7, A));
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(10));
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.FAILSAFE));
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(30));
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.FAILSAFE));
        time.awaitWaiters(1);
        time.advance(Duration.ofSeconds(20));
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void committedBeforeTheStream_visibleAfterTheResync_isALateCommit() throws Exception {
        server.hide(5);
        server.written = new Lsn(100);
        Feed feed = connected(Set.of(5));
        awaitAsked(1);
        server.show(5);
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(1));
        awaitAsked(2);
        eventually().until(() -> feed.link.positionsAsked.get() > 0);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        feed.link.streamed = new Lsn(100);
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(2));
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.LATE_COMMIT));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void rolledBack_isNoLateCommit() throws Exception {
        server.rolledBack.add(5L);
        Feed feed = connected(Set.of(5));
        awaitAsked(1);
        feed.commit(transaction(7, A));
        closeWindow();
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
    }

    @Test
    void toldByTheStream_isNoLateCommit() throws Exception {
        server.hide(5);
        Feed feed = connected(Set.of(5));
        awaitAsked(1);
        feed.commit(transaction(5, A));
        server.show(5);
        eventually().until(() -> {
            time.advance(Duration.ofSeconds(1));
            return feed.outbox.take(time.nanos()).equals(Optional.of(new Batch(List.of(Tables.nudge(A, 1)))));
        });
        assertThat(heard).doesNotContain(new Resync(Resync.Reason.LATE_COMMIT));
    }

    @Test
    void unfinished_asksForNoPosition_untilItIsOver() throws Exception {
        server.hide(5);
        Feed feed = connected(Set.of(5));
        for (int asked = 1; asked < 5; asked++) {
            awaitAsked(asked);
            time.awaitWaiters(1);
            time.advance(Duration.ofSeconds(1));
        }
        awaitAsked(5);
        assertThat(feed.link.positionsAsked).hasValue(0);
    }

    @Test
    void connecting_isToldBeforeWhatTheConnectionBringsToLight() throws Exception {
        Outbox outbox = outbox();
        Announcer announcer = start(outbox);
        CountDownLatch release = new CountDownLatch(1);
        listener = item -> awaitUninterrupted(release);
        Connection link = new Connection();
        Thread connecting =
                Thread.startVirtualThread(() -> announcer.connected(link, Resync.Reason.CONNECTED, Set.of(5)));
        eventually().until(() -> heard.size() == 1);
        assertThat(server.asked).hasValue(0);
        release.countDown();
        assertThat(connecting.join(DEADLINE)).isTrue();
        eventually().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly(new Resync(Resync.Reason.CONNECTED), new Resync(Resync.Reason.LATE_COMMIT));
    }

    @Test
    void listener_isCalledOutsideLocks() throws Exception {
        Feed feed = connected();
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inListener = new CountDownLatch(1);
        listener = item -> {
            inListener.countDown();
            awaitUninterrupted(release);
        };
        feed.commit(transaction(7, A));
        closeWindow();
        assertThat(inListener.await(10, TimeUnit.SECONDS)).isTrue();
        Committing second = feed.committing(transaction(8, B));
        eventually().until(second::isDone);
        assertThat(feed.outbox.take()).isPresent();
        feed.announcer.disconnected(feed.link);
        release.countDown();
    }

    @Test
    void tooManyTables_areOneResync() throws Exception {
        builder.maxTables(10);
        Feed feed = connected();
        feed.commit(transaction(7, tables(11)));
        closeWindow();
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.OVERFLOW));
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        eventually().until(() -> heard.getLast().equals(new Resync(Resync.Reason.OVERFLOW)));
    }

    @Test
    void transactionOfTooManyTables_isAResync_onceItIsVisible() throws Exception {
        server.hide(7);
        Feed feed = connected();
        feed.commit(new CommittedTransaction(7, Map.of(), true, Tables.NOON));
        closeWindow();
        awaitAsked(1);
        assertThat(feed.outbox.take(time.nanos())).isEmpty();
        server.show(7);
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(1));
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.OVERFLOW));
    }

    @Test
    void places_areAskedForOnlyWhereANameDoesNotTell() throws Exception {
        server.ancestors.put(A, Set.of(C));
        Feed feed = connected();
        feed.commit(transaction(7, A));
        closeWindow();
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L, C, 1L));
        assertThat(server.placesAsked).containsExactly(A);
        server.placesAsked.clear();
        feed.announcer.disconnected(feed.link);
        Connection plain = new Connection(new WatchList(List.of(plain(A))));
        feed.announcer.connected(plain, Resync.Reason.RECONNECTED, Set.of());
        assertThat(feed.outbox.take()).contains(new Resync(Resync.Reason.RECONNECTED));
        feed.announcer.committed(plain, transaction(8, A));
        closeWindow();
        assertThat(feed.counts()).isEqualTo(Map.of(A, 1L));
        assertThat(server.placesAsked).isEmpty();
    }

    @Test
    void interrupt_endsIt() throws Exception {
        connected();
        Thread thread = threads.getFirst();
        thread.interrupt();
        assertThat(thread.join(DEADLINE)).isTrue();
    }

    private void closeWindow() {
        time.awaitWaiters(1);
        time.advance(DEBOUNCE);
    }

    private void awaitAsked(int count) {
        eventually().until(() -> server.asked.get() == count);
    }

    private static Map<TableName, Long> tables(int count) {
        Map<TableName, Long> tables = new HashMap<>();
        for (int i = 0; i < count; i++) {
            tables.put(numbered(i), 1L);
        }
        return tables;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outbox outbox() {
        return new Outbox(builder.options().maxTables(), time);
    }

    private Announcer start(Outbox outbox) {
        Announcer announcer = new Announcer(builder.options(), time, outbox, item -> {
            heard.add(item);
            listener.accept(item);
        });
        threads.add(Thread.startVirtualThread(announcer));
        return announcer;
    }

    private Feed connected() throws InterruptedException {
        return connected(Set.of());
    }

    private Feed connected(Set<Integer> unfinished) throws InterruptedException {
        Outbox outbox = outbox();
        Feed feed = new Feed(start(outbox), outbox, new Connection());
        feed.announcer.connected(feed.link, Resync.Reason.CONNECTED, unfinished);
        assertThat(outbox.take()).contains(new Resync(Resync.Reason.CONNECTED));
        return feed;
    }

    private record Feed(Announcer announcer, Outbox outbox, Connection link) {
        void commit(CommittedTransaction... transactions) throws InterruptedException {
            for (CommittedTransaction transaction : transactions) {
                announcer.committed(link, transaction);
            }
        }

        Committing committing(CommittedTransaction transaction) {
            return new Committing(announcer, link, transaction);
        }

        /** What the next item, a batch, counts. */
        Map<TableName, Long> counts() throws InterruptedException {
            Map<TableName, Long> counts = new HashMap<>();
            FeedItem item = outbox.take().orElseThrow();
            assertThat(item).isInstanceOf(Batch.class);
            ((Batch) item).nudges().forEach(nudge -> counts.put(nudge.table(), nudge.count()));
            return counts;
        }
    }

    /** A commit on a thread of its own. */
    private static final class Committing {
        private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
        private final Thread thread;

        Committing(Announcer announcer, Announcer.Link link, CommittedTransaction transaction) {
            thread = Thread.startVirtualThread(() -> {
                try {
                    announcer.committed(link, transaction);
                } catch (InterruptedException | RuntimeException e) {
                    failure.set(Optional.of(e));
                }
            });
        }

        void awaitBlocked() {
            eventually().until(() -> thread.getState() == Thread.State.WAITING);
        }

        boolean isDone() {
            return !thread.isAlive();
        }

        Optional<Throwable> failure() {
            return failure.get();
        }
    }

    /** Transactions below 1,000,000 are visible unless hidden. */
    private static final class Server implements Visibility {
        private final Set<Long> hidden = ConcurrentHashMap.newKeySet();
        private final Set<Long> rolledBack = new HashSet<>();
        private final Set<TableName> placesAsked = ConcurrentHashMap.newKeySet();
        private final Map<TableName, Set<TableName>> ancestors = new ConcurrentHashMap<>();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile Optional<PgChimeException> failure = Optional.empty();
        private volatile boolean failOnCommitted;
        private volatile Lsn written = Lsn.ZERO;

        void hide(long xid) {
            hidden.add(xid);
        }

        void show(long xid) {
            hidden.remove(xid);
        }

        @Override
        public Answer ask(Collection<TableName> touched) {
            failure.ifPresent(e -> {
                throw e;
            });
            placesAsked.addAll(touched);
            Answer answer = new Answer(
                    Optional.of(new Snapshot(1, 1_000_000, Set.copyOf(hidden))), Map.copyOf(ancestors), written);
            asked.incrementAndGet();
            return answer;
        }

        @Override
        public boolean anyCommitted(Collection<Long> xids) {
            if (failOnCommitted) {
                throw new ConnectionLostException("gone");
            }
            return !rolledBack.containsAll(xids);
        }
    }

    private final class Connection implements Announcer.Link {
        private final List<PgChimeException> failures = new CopyOnWriteArrayList<>();
        private final AtomicInteger positionsAsked = new AtomicInteger();
        private final WatchList watchList;
        private volatile Lsn streamed = Lsn.ZERO;

        Connection() {
            this(new WatchList(List.of()));
        }

        Connection(WatchList watchList) {
            this.watchList = watchList;
        }

        @Override
        public Visibility visibility() {
            return server;
        }

        @Override
        public WatchList watchList() {
            return watchList;
        }

        @Override
        public Lsn streamed() {
            return streamed;
        }

        @Override
        public void askPosition() {
            positionsAsked.incrementAndGet();
        }

        @Override
        public boolean needsVerifying() {
            return false;
        }

        @Override
        public void verify() {
            throw new AssertionError("nothing needs verifying");
        }

        @Override
        public void fail(PgChimeException cause) {
            failures.add(cause);
        }
    }
}
