package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GulpingTest {

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;

    /** Two thirds of what a walsender sends at its best, in messages of 300 bytes, each read by itself. */
    private static final int MESSAGE = 300;

    private static final long APART = 7 * MICROSECOND;

    private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 40 * MILLISECOND);
    private final List<Long> pauses = new ArrayList<>();
    private final AtomicInteger narrowed = new AtomicInteger();
    private final Gulping gulping = new Gulping(ticks::get, this::pause, narrowed::incrementAndGet);

    private void pause(long nanos) {
        pauses.add(nanos);
        ticks.addAndGet(nanos);
    }

    @Test
    void messages_atTheRateOfLiveCommits_neverPause() {
        reads(20_000, 1_000, MILLISECOND);
        assertThat(pauses).isEmpty();
        assertThat(narrowed).hasValue(0);
    }

    @Test
    void transaction_ofManyRowsOnItsOwn_neverPauses() {
        for (int i = 0; i < 100; i++) {
            reads(1, MESSAGE, 100 * MILLISECOND);
            reads(4_000, MESSAGE, APART);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void backlog_isReadInGulps() {
        backlog();
        assertThat(pauses).containsExactly(Gulping.FIRST * 3 / 4);
        assertThat(narrowed).hasValue(1);
    }

    @Test
    void gulp_readsThatBringMuch_areFollowedAtOnce() {
        backlog();
        reads(50, 64 * 1024, 10 * MICROSECOND);
        assertThat(pauses).hasSize(1);
    }

    /** Over a network a gulp comes in pieces, and some of them are small. */
    @Test
    void gulp_fewSmallReadsAmongLargeOnes_areNotItsEnd() {
        backlog();
        for (int i = 0; i < 10; i++) {
            reads(Gulping.FEW - 1, MESSAGE, APART);
            reads(1, Gulping.LITTLE + 1, APART);
        }
        assertThat(pauses).hasSize(1);
        reads(Gulping.FEW, MESSAGE, APART);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void pause_whileTheServerFillsItsQueue_growsUntilTheGulpIsLarge() {
        backlog();
        for (int i = 0; i < 200; i++) {
            gulpOf(70 * lastPause() / MICROSECOND);
        }
        assertThat(lastPause()).isBetween(12 * MILLISECOND, Gulping.LONGEST);
        assertThat(narrowed).hasValue(1);
    }

    @Test
    void pause_atALowRate_isTheLongestAtMost() {
        backlog();
        for (int i = 0; i < 200; i++) {
            gulpOf(20 * lastPause() / MICROSECOND);
        }
        assertThat(pauses.subList(100, 200)).contains(Gulping.LONGEST);
        assertThat(pauses).allMatch(each -> each <= Gulping.LONGEST);
    }

    /** The server stands still once its queue is full; longer pauses would let it do so for most of the time. */
    @Test
    void pause_longerThanTheQueueTakes_shrinksAgain() {
        backlog();
        long begun = ticks.get();
        long bytes = 0;
        for (int i = 0; i < 200; i++) {
            long gulp = Math.min(200_000, 70 * lastPause() / MICROSECOND);
            gulpOf(gulp);
            bytes += gulp;
            assertThat(lastPause()).isLessThan(7 * MILLISECOND);
        }
        assertThat(bytes / ((ticks.get() - begun) / MICROSECOND)).isGreaterThan(70 * 3 / 4);
    }

    @Test
    void pause_whereTheQueueTakesNextToNothing_isTheShortestAtLeast() {
        backlog();
        for (int i = 0; i < 200; i++) {
            gulpOf(Math.min(60_000, 70 * lastPause() / MICROSECOND));
        }
        assertThat(lastPause()).isBetween(Gulping.SHORTEST * 3 / 4, 2 * Gulping.SHORTEST);
    }

    @Test
    void gulp_thatBroughtLittle_isTheLast() {
        backlog();
        gulpOf(1_000);
        assertThat(pauses).hasSize(1);
        reads(1_000, MESSAGE, MILLISECOND);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void backlog_afterAnother_isReadInGulpsAndTheWindowStaysAsItIs() {
        backlog();
        gulpOf(1_000);
        backlog();
        assertThat(pauses).containsExactly(Gulping.FIRST * 3 / 4, Gulping.FIRST * 3 / 4);
        assertThat(narrowed).hasValue(1);
    }

    @Test
    void pause_afterTheReadersOwnWork_isWhatRemainsOfIt() {
        backlog();
        long work = MILLISECOND / 2;
        reads(1, 128 * 1024, APART);
        reads(Gulping.FEW - 1, MESSAGE, APART);
        ticks.addAndGet(work);
        gulping.beforeRead(MESSAGE, work);
        assertThat(pauses).hasSize(2);
        assertThat(lastPause()).isEqualTo(Gulping.FIRST * 9 / 8 - work);
    }

    @Test
    void pause_afterLongWorkOfTheReader_isNone() {
        backlog();
        reads(1, 1_000_000, APART);
        reads(Gulping.FEW - 1, MESSAGE, APART);
        ticks.addAndGet(30 * MILLISECOND);
        gulping.beforeRead(MESSAGE, 30 * MILLISECOND);
        assertThat(pauses).hasSize(1);
    }

    private long lastPause() {
        return pauses.getLast();
    }

    /** Until the first pause. */
    private void backlog() {
        int before = pauses.size();
        for (int i = 0; i < 20_000 && pauses.size() == before; i++) {
            reads(1, MESSAGE, APART);
        }
    }

    /** A gulp at 1 GB/s, and the few messages that tell its end. */
    private void gulpOf(long bytes) {
        reads(1, (int) bytes, bytes);
        reads(bytes > Gulping.LITTLE ? Gulping.FEW : Gulping.FEW - 1, 0, 0);
    }

    private void reads(int count, int bytes, long apart) {
        for (int i = 0; i < count; i++) {
            ticks.addAndGet(apart);
            gulping.beforeRead(bytes, 0);
        }
    }
}
