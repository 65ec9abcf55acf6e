package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.lifecycle.TimeSource;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private final Dispatch dispatch = new Dispatch(TimeSource.system(), true);

    private static InHand entry(long id, String key) {
        return entry(id, key, true);
    }

    private static InHand entry(long id, String key, boolean whole) {
        Entry entry = new Entry(
                id, "c", Optional.of(key), Json.of("1"), Json.of("{}"), Instant.EPOCH, 1, false, Entry.NO_MAPPER);
        return new InHand(new Found(entry, whole), false);
    }

    private void offer(InHand... entries) {
        dispatch.offer(Arrays.asList(entries));
    }

    private List<Long> settled() {
        return dispatch.settled().stream().map(InHand::id).toList();
    }

    @Test
    void entries_ofOneSequence_areHandedOutOneAfterTheOther() throws InterruptedException {
        InHand first = entry(1, "a");
        InHand second = entry(2, "a");
        InHand other = entry(3, "b");
        offer(first, second, other);
        assertThat(dispatch.open()).isEqualTo(3);
        assertThat(dispatch.take(1)).containsExactly(first);
        assertThat(dispatch.take(1)).containsExactly(other);
        dispatch.settled(first, Outcome.DONE, "");
        assertThat(dispatch.take(1)).containsExactly(second);
        dispatch.settled(second, Outcome.DEAD, "why");
        dispatch.settled(other, Outcome.DONE, "");
        assertThat(second.error()).isEqualTo("why");
        assertThat(settled()).containsExactly(1L, 2L, 3L);
        assertThat(dispatch.open()).isZero();
        assertThat(dispatch.bytes()).isZero();
    }

    @Test
    void oneHandler_getsAllSequences_inTheOrderOfTheirIds() throws InterruptedException {
        offer(entry(1, "a"), entry(2, "a"), entry(3, "b"), entry(4, "a"));
        for (long id = 1; id <= 4; id++) {
            InHand next = dispatch.take(1).getFirst();
            assertThat(next.id()).isEqualTo(id);
            dispatch.settled(next, Outcome.DONE, "");
        }
    }

    @Test
    void sequence_ofAnEntryToBeTriedAgain_isParked_untilThatIsTold() throws InterruptedException {
        InHand failed = entry(1, "a");
        offer(failed, entry(2, "a"), entry(3, "b"));
        assertThat(dispatch.take(1)).containsExactly(failed);
        dispatch.settled(failed, Outcome.RETRY, "why");
        offer(entry(4, "a"));
        assertThat(dispatch.settled())
                .extracting(InHand::id, InHand::outcome)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, Outcome.RETRY),
                        org.assertj.core.groups.Tuple.tuple(2L, Outcome.PARKED),
                        org.assertj.core.groups.Tuple.tuple(4L, Outcome.PARKED));
        offer(entry(5, "a"));
        assertThat(dispatch.settled()).isEmpty();
        assertThat(dispatch.open()).isEqualTo(2);
    }

    @Test
    void batch_isInTheOrderOfIds_andItsSequencesAreNobodyElsesUntilItIsSettled() throws InterruptedException {
        InHand first = entry(1, "a");
        InHand second = entry(2, "b");
        InHand third = entry(3, "a");
        offer(first, second, third, entry(4, "a"), entry(5, "c"), entry(6, "b"));
        assertThat(dispatch.take(3)).containsExactly(first, second, third);
        assertThat(dispatch.take(3)).extracting(InHand::id).containsExactly(5L);
        dispatch.settled(first, Outcome.DONE, "");
        dispatch.settled(second, Outcome.DONE, "");
        assertThat(dispatch.take(3)).extracting(InHand::id).containsExactly(6L);
        dispatch.settled(third, Outcome.DONE, "");
        assertThat(dispatch.take(3)).extracting(InHand::id).containsExactly(4L);
    }

    @Test
    void batch_whoseEntryIsToBeTriedAgain_losesThoseBehindIt() throws InterruptedException {
        InHand first = entry(1, "a");
        InHand second = entry(2, "a");
        offer(first, second, entry(3, "a"), entry(4, "b"));
        assertThat(dispatch.take(2)).containsExactly(first, second);
        dispatch.settled(first, Outcome.RETRY, "why");
        assertThat(dispatch.isOpen(second)).isFalse();
        assertThat(settled()).containsExactly(1L, 2L, 3L);
        assertThat(dispatch.take(2)).extracting(InHand::id).containsExactly(4L);
    }

    @Test
    void largeEntry_comesAlone() throws InterruptedException {
        offer(entry(1, "a"), entry(2, "b", false), entry(3, "c"), entry(4, "d"));
        assertThat(dispatch.take(10)).extracting(InHand::id).containsExactly(1L);
        assertThat(dispatch.take(10)).extracting(InHand::id).containsExactly(2L);
        assertThat(dispatch.take(10)).extracting(InHand::id).containsExactly(3L, 4L);
    }

    @Test
    void pause_andEnd_handNothingOut() throws InterruptedException {
        offer(entry(1, "a"));
        dispatch.pause(true);
        dispatch.end();
        assertThat(dispatch.take(1)).isEmpty();
    }

    @Test
    void news_areTold_onceEach() throws InterruptedException {
        dispatch.wake();
        assertThat(dispatch.awaitNews(Long.MAX_VALUE)).isTrue();
        assertThat(dispatch.awaitNews(System.nanoTime())).isFalse();
        dispatch.park(entry(1, "a"));
        assertThat(dispatch.awaitNews(Long.MAX_VALUE)).isFalse();
        assertThat(settled()).containsExactly(1L);
    }

    @Test
    void entry_thatNobodyHandles_cannotBeSettled() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> dispatch.settled(entry(1, "a"), Outcome.DONE, ""))
                .withMessageContaining("1 is not being handled");
    }
}
