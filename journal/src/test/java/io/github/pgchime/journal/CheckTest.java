package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the check complains of everything it is there for, and of nothing else. */
final class CheckTest {

    private final Check check = new Check("c");

    private void lines(String... lines) {
        List.of(lines).forEach(check::line);
    }

    private List<String> complaints(BitSet committed) {
        return check.complaints(committed, entries(9));
    }

    private static BitSet entries(int... ids) {
        BitSet set = new BitSet();
        IntStream.of(ids).forEach(set::set);
        return set;
    }

    @Test
    void killedHandlersEntry_isDeliveredAgain_andDeadOnesAreNotMissed() {
        lines("B c p 1 7 1", "K p", "B c q 1 7 1", "E c q 1", "B other q 5 7 5", "B c q 9 7 2", "F c q 9");
        check.acknowledged(1, 1, 0, 0, "p", "p");
        check.acknowledged(1, 1, 2, 0, "p", "p");
        check.acknowledged(2, 1, 2, 1, "q", "q");
        check.acknowledged(2, 2, 0, 0, "q", "q");
        assertThat(complaints(entries(1, 9))).isEmpty();
    }

    @Test
    void lostAndInventedEntries() {
        lines("B c p 2 7 1", "E c p 2");
        assertThat(complaints(entries(1)))
                .containsExactly("1 committed and never delivered: [1]", "1 delivered and never committed: [2]");
    }

    @Test
    void entryOutOfOrder() {
        lines("B c p 2 7 2", "E c p 2", "B c p 1 7 1", "E c p 1");
        assertThat(complaints(entries(1, 2))).containsExactly("key 7 was given 2 after 0", "1 out of order");
    }

    @Test
    void entryHandledTwiceAtOnce() {
        lines("B c p 1 7 1", "B c q 1 7 1", "E c q 1");
        assertThat(complaints(entries(1))).containsExactly("entry 1 was handled by q while it was by p");
    }

    @Test
    void acknowledgementsOfOthersThanTheLeader_andBackwards() {
        check.acknowledged(2, 5, 0, 0, "p", "q");
        check.acknowledged(1, 6, 0, 0, "p", "p");
        check.acknowledged(3, 4, 9, 9, "p", "p");
        assertThat(complaints(entries()))
                .containsExactly(
                        "process p acknowledged while q was leading",
                        "position [6, 0, 0] of epoch 1 was stored after [5, 0, 0] of epoch 2",
                        "position [4, 1, 9] of epoch 3 was stored after [6, 0, 0] of epoch 1");
    }
}
