package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.C;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.Lsn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NoVisibilityTest {

    private final Visibility none = new NoVisibility(Map.of(B, Set.of(A)), Set.of(C));

    @Test
    void everyTransaction_isVisible() {
        Visibility.Answer answer = none.ask(List.of());
        assertThat(answer.isVisible(0)).isTrue();
        assertThat(answer.isVisible(-1)).isTrue();
        assertThat(answer.snapshot()).isEmpty();
        assertThat(answer.written()).isEqualTo(Lsn.ZERO);
    }

    @Test
    void places_areThoseOfTheMomentOfConnecting_andUnknownTablesMayBeAnywhereOpen() {
        assertThat(none.ask(List.of(A, B)).ancestors()).isEqualTo(Map.of(B, Set.of(A), A, Set.of(C)));
    }

    @Test
    void nothing_wasEverCommittedUnseen() {
        assertThat(none.anyCommitted(Set.of(1L))).isFalse();
    }
}
