package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.C;
import static io.github.pgchime.nudge.Tables.NOON;
import static io.github.pgchime.nudge.Tables.coalesced;
import static io.github.pgchime.nudge.Tables.nudge;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CoalescerTest {

    @Test
    void add_sameTable_sumsAndKeepsTheFirstTime() {
        Coalescer coalescer = new Coalescer(10);
        coalescer.add(A, 2, NOON);
        coalescer.add(A, 3, NOON.plusSeconds(1));
        assertThat(coalescer.nudges()).containsExactly(new Nudge(A, 5, NOON));
    }

    @Test
    void nudges_areInTheOrderOfTheirFirstArrival() {
        assertThat(coalesced(nudge(C, 1), nudge(A, 1), nudge(C, 1), nudge(B, 1)).nudges())
                .extracting(Nudge::table)
                .containsExactly(C, A, B);
    }

    @Test
    void add_asManyTablesAsAllowed_isNoOverflow() {
        Coalescer coalescer = new Coalescer(2);
        coalescer.add(A, 1, NOON);
        coalescer.add(B, 1, NOON);
        coalescer.add(A, 1, NOON);
        assertThat(coalescer.overflowed()).isFalse();
        assertThat(coalescer.nudges()).hasSize(2);
    }

    @Test
    void add_oneTableTooMany_overflowsAndKeepsNothing() {
        Coalescer coalescer = new Coalescer(2);
        coalescer.add(A, 1, NOON);
        coalescer.add(B, 1, NOON);
        coalescer.add(C, 1, NOON);
        coalescer.add(A, 1, NOON);
        assertThat(coalescer.overflowed()).isTrue();
        assertThat(coalescer.isEmpty()).isFalse();
        assertThat(coalescer.nudges()).isEmpty();
    }

    @Test
    void clear_afterOverflow_countsAgain() {
        Coalescer coalescer = new Coalescer(1);
        coalescer.overflow();
        coalescer.clear();
        assertThat(coalescer.isEmpty()).isTrue();
        coalescer.add(A, 1, NOON);
        assertThat(coalescer.nudges()).containsExactly(new Nudge(A, 1, NOON));
    }

    @Test
    void addAll_sumsPerTable() {
        Coalescer coalescer = coalesced(nudge(A, 1), nudge(B, 2));
        coalescer.addAll(coalesced(nudge(B, 3), nudge(C, 4)));
        assertThat(coalescer.nudges()).containsExactly(nudge(A, 1), nudge(B, 5), nudge(C, 4));
    }

    @Test
    void addAll_ofAnOverflow_overflows() {
        Coalescer overflowed = new Coalescer(1);
        overflowed.overflow();
        Coalescer coalescer = coalesced(nudge(A, 1));
        coalescer.addAll(overflowed);
        assertThat(coalescer.overflowed()).isTrue();
    }

    @Test
    void nudges_handedOut_areNotChangedLater() {
        Coalescer coalescer = coalesced(nudge(A, 1));
        var nudges = coalescer.nudges();
        coalescer.clear();
        assertThat(nudges).containsExactly(nudge(A, 1));
    }
}
