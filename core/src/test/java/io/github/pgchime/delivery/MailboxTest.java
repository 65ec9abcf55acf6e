package io.github.pgchime.delivery;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.lifecycle.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MailboxTest {

    private final FakeTime time = new FakeTime();
    private final Letters letters = new Letters(time);
    private final Choosy choosy = new Choosy();

    @Test
    void items_areTakenInTheOrderOfTheSubclass() throws Exception {
        letters.put("a");
        letters.put("b");
        assertThat(letters.take()).contains("a");
        assertThat(now()).contains("b");
        assertThat(now()).isEmpty();
    }

    @Test
    void take_withATime_waitsThatLong() throws Exception {
        CompletableFuture<Optional<String>> taken = async(() -> letters.take(time.after(Duration.ofSeconds(5))));
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(4_999));
        time.awaitWaiters(1);
        assertThat(taken).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(of(taken)).isEmpty();
    }

    @Test
    void take_withATime_isWokenByAnItem() throws Exception {
        CompletableFuture<Optional<String>> taken = async(() -> letters.take(time.after(Duration.ofDays(1))));
        time.awaitWaiters(1);
        letters.put("a");
        assertThat(of(taken)).contains("a");
    }

    @Test
    void take_withATime_isWokenByTheEnd() throws Exception {
        CompletableFuture<Optional<String>> taken = async(() -> letters.take(time.after(Duration.ofDays(1))));
        time.awaitWaiters(1);
        letters.end(Optional.empty());
        assertThat(of(taken)).isEmpty();
    }

    @Test
    void take_isWokenByAnItemAndByTheEnd() throws Exception {
        CompletableFuture<Optional<String>> first = async(letters::take);
        letters.put("a");
        assertThat(of(first)).contains("a");
        CompletableFuture<Optional<String>> second = async(letters::take);
        letters.end(Optional.empty());
        assertThat(of(second)).isEmpty();
    }

    @Test
    void end_dropsWhatWaits_andEveryTakeAfterIsEmpty() throws Exception {
        letters.put("a");
        letters.end(Optional.empty());
        letters.put("b");
        assertThat(letters.take()).isEmpty();
        assertThat(letters.take(choosy)).isEmpty();
        assertThat(now()).isEmpty();
    }

    @Test
    void failure_isThrownOnce() throws Exception {
        letters.end(Optional.of(new ConfigException("wrong")));
        letters.end(Optional.of(new ConfigException("later")));
        assertThatThrownBy(letters::take).isInstanceOf(ConfigException.class).hasMessage("wrong");
        assertThat(letters.take()).isEmpty();
    }

    @Test
    void failure_afterAnOrdinaryEnd_isNotThrown() throws Exception {
        letters.end(Optional.empty());
        letters.end(Optional.of(new ConfigException("late")));
        assertThat(letters.take()).isEmpty();
    }

    @Test
    void failure_ofAnyKind_isThrownUnchecked() {
        letters.end(Optional.of(new StackOverflowError("deep")));
        assertThatThrownBy(letters::take).isInstanceOf(StackOverflowError.class);
        Letters other = new Letters(time);
        other.end(Optional.of(new IOException("odd")));
        assertThatThrownBy(other::take)
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("odd");
    }

    @Test
    void finish_leavesWhatWaits_andThenItIsOver() throws Exception {
        letters.put("a");
        letters.put("b");
        letters.finish(Optional.empty());
        letters.put("c");
        choosy.wants = true;
        assertThat(letters.take(choosy)).contains("a");
        assertThat(letters.take()).contains("b");
        assertThat(letters.take()).isEmpty();
        assertThat(letters.take(choosy)).isEmpty();
        assertThat(now()).isEmpty();
    }

    @Test
    void finish_withAFailure_throwsItOnceAfterWhatWaits() throws Exception {
        letters.put("a");
        letters.finish(Optional.of(new ConfigException("wrong")));
        assertThat(letters.take()).contains("a");
        assertThatThrownBy(letters::take).isInstanceOf(ConfigException.class).hasMessage("wrong");
        assertThat(letters.take()).isEmpty();
    }

    @Test
    void finish_withNothingWaiting_releasesTheTakers() throws Exception {
        CompletableFuture<Optional<String>> taking = async(letters::take);
        CompletableFuture<Optional<String>> waiting = choosing();
        letters.finish(Optional.empty());
        assertThat(of(taking)).isEmpty();
        assertThat(of(waiting)).isEmpty();
    }

    @Test
    void end_afterFinish_dropsTheRest_andTheFirstCauseCounts() throws Exception {
        letters.put("a");
        letters.finish(Optional.of(new ConfigException("first")));
        letters.end(Optional.of(new ConfigException("second")));
        assertThatThrownBy(letters::take).hasMessage("first");
        assertThat(letters.take()).isEmpty();
    }

    @Test
    void finish_afterEnd_changesNothing() throws Exception {
        letters.end(Optional.empty());
        letters.finish(Optional.of(new ConfigException("late")));
        assertThat(letters.take()).isEmpty();
    }

    @Test
    void taker_withoutWants_leavesTheItemToOthers() throws Exception {
        CompletableFuture<Optional<String>> waiting = choosing();
        letters.put("a");
        assertThat(letters.take()).contains("a");
        letters.put("b");
        assertThat(waiting).isNotDone();
        choosy.wants = true;
        letters.reconsider();
        assertThat(of(waiting)).contains("b");
    }

    @Test
    void taker_thatLeaves_takesNothing() throws Exception {
        CompletableFuture<Optional<String>> leaving = choosing();
        letters.put("a");
        choosy.leaves = true;
        letters.reconsider();
        assertThat(of(leaving)).isEmpty();
        assertThat(now()).contains("a");
    }

    @Test
    void taker_withoutWants_learnsOfTheEnd() throws Exception {
        CompletableFuture<Optional<String>> waiting = choosing();
        letters.end(Optional.empty());
        assertThat(of(waiting)).isEmpty();
    }

    @Test
    void taker_withoutWants_learnsThatAnotherTookTheLast() throws Exception {
        letters.put("a");
        letters.put("b");
        letters.finish(Optional.empty());
        CompletableFuture<Optional<String>> waiting = choosing();
        assertThat(letters.take()).contains("a");
        choosy.awaitAsked();
        assertThat(waiting).isNotDone();
        assertThat(letters.take()).contains("b");
        assertThat(of(waiting)).isEmpty();
    }

    @Test
    void interrupt_endsTheWait() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(letters::take);
    }

    private Optional<String> now() throws InterruptedException {
        return letters.take(time.nanos());
    }

    /** Returns once the choosy taker waits, or is about to. */
    private CompletableFuture<Optional<String>> choosing() {
        CompletableFuture<Optional<String>> waiting = async(() -> letters.take(choosy));
        choosy.awaitAsked();
        return waiting;
    }

    private static Optional<String> of(CompletableFuture<Optional<String>> taken) throws Exception {
        return taken.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    private static final class Choosy implements Mailbox.Taker {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean wants;
        private volatile boolean leaves;

        @Override
        public boolean wants() {
            asked.incrementAndGet();
            return wants;
        }

        @Override
        public boolean leaves() {
            return leaves;
        }

        /** Returns once it has been asked again since the last call. */
        void awaitAsked() {
            eventually().until(() -> asked.getAndSet(0) > 0);
        }
    }

    private interface Taking {
        Optional<String> take() throws InterruptedException;
    }

    private static CompletableFuture<Optional<String>> async(Taking taking) {
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
