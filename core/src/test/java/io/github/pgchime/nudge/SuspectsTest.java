package io.github.pgchime.nudge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.Lsn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SuspectsTest {

    private final Suspects suspects = new Suspects();

    @Test
    void untold_stillInProgress_isNothingYet() {
        suspects.begin(Set.of(15));
        assertThat(suspects.untold(answer("10:20:15", 100), new Lsn(200))).isEmpty();
        assertThat(suspects.isEmpty()).isFalse();
    }

    @Test
    void untold_overButTheStreamIsBehind_waits() {
        suspects.begin(Set.of(15));
        assertThat(suspects.untold(answer("20:20:", 100), new Lsn(99))).isEmpty();
        assertThat(suspects.isEmpty()).isFalse();
        assertThat(suspects.untold(answer("20:20:", 300), new Lsn(100))).containsExactly(15L);
    }

    @Test
    void untold_isHandedOutOnce() {
        suspects.begin(Set.of(15, 16));
        assertThat(suspects.untold(answer("16:20:16", 100), new Lsn(100))).containsExactly(15L);
        assertThat(suspects.untold(answer("20:20:", 100), new Lsn(100))).containsExactly(16L);
        assertThat(suspects.untold(answer("20:20:", 100), new Lsn(100))).isEmpty();
        assertThat(suspects.isEmpty()).isTrue();
    }

    @Test
    void told_whileUnfinished_isNoSuspectAnyMore() {
        suspects.begin(Set.of(15));
        suspects.told(15);
        assertThat(suspects.isEmpty()).isTrue();
    }

    @Test
    void told_afterItWasOver_isNoSuspectAnyMore() {
        suspects.begin(Set.of(15));
        assertThat(suspects.untold(answer("4294967400:4294967400:", 100), new Lsn(0)))
                .isEmpty();
        suspects.told(15);
        assertThat(suspects.isEmpty()).isTrue();
    }

    @Test
    void told_ofAnother_changesNothing() {
        suspects.begin(Set.of(15));
        suspects.told(16);
        assertThat(suspects.isEmpty()).isFalse();
    }

    @Test
    void untold_positionsAreUnsigned() {
        suspects.begin(Set.of(15));
        assertThat(suspects.untold(answer("20:20:", -1), new Lsn(Long.MAX_VALUE)))
                .isEmpty();
        assertThat(suspects.untold(answer("20:20:", -1), new Lsn(-1))).hasSize(1);
    }

    @Test
    void untold_whereNobodyAsks_isNothing() {
        suspects.begin(Set.of(15));
        assertThat(suspects.untold(new Visibility.Answer(Optional.empty(), Map.of(), Lsn.ZERO), new Lsn(1)))
                .isEmpty();
    }

    @Test
    void begin_anew_forgetsWhatTheNewResyncCovers() {
        suspects.begin(Set.of(15, 16));
        assertThat(suspects.untold(answer("16:20:16", 100), new Lsn(0))).isEmpty();
        suspects.begin(Set.of(17));
        assertThat(suspects.untold(answer("20:20:", 100), new Lsn(100))).containsExactly(17L);
    }

    private static Visibility.Answer answer(String snapshot, long written) {
        return new Visibility.Answer(Optional.of(Snapshot.parse(snapshot)), Map.of(), new Lsn(written));
    }
}
