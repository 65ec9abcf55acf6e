package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.C;
import static io.github.pgchime.nudge.Tables.plain;
import static io.github.pgchime.nudge.Tables.watched;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.catalog.WatchedTable.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WatchListTest {

    @Test
    void everything_nudgesEachTableAndAllAboveIt() {
        WatchList list = new WatchList(List.of());
        assertThat(list.isEverything()).isTrue();
        assertThat(list.matters(A)).isTrue();
        assertThat(list.needsPlaces()).isTrue();
        assertThat(list.open()).isEmpty();
        assertThat(list.nudged(A, Map.of())).containsExactly(A);
        assertThat(list.nudged(A, Map.of(A, Set.of(B), B, Set.of(C)))).containsExactly(A, B);
    }

    @Test
    void plainTables_matterByTheirNamesAlone() {
        WatchList list = new WatchList(List.of(plain(A), plain(B)));
        assertThat(list.isEverything()).isFalse();
        assertThat(list.needsPlaces()).isFalse();
        assertThat(list.matters(A)).isTrue();
        assertThat(list.matters(C)).isFalse();
        assertThat(list.nudged(A, Map.of())).containsExactly(A);
        assertThat(list.nudged(C, Map.of())).isEmpty();
    }

    @Test
    void notLogged_isNotOpen() {
        WatchList list = new WatchList(List.of(watched(A, Kind.NOT_LOGGED)));
        assertThat(list.needsPlaces()).isFalse();
        assertThat(list.matters(B)).isFalse();
    }

    @Test
    void partitioned_isOpenForAnyTable() {
        WatchList list = new WatchList(List.of(watched(A, Kind.PARTITIONED), plain(C)));
        assertThat(list.open()).containsExactly(A);
        assertThat(list.needsPlaces()).isTrue();
        assertThat(list.matters(B)).isTrue();
        assertThat(list.nudged(B, Map.of())).isEmpty();
        assertThat(list.nudged(B, Map.of(B, Set.of(A)))).containsExactly(B, A);
    }

    @Test
    void missing_isOpenForAnyTable() {
        WatchList list = new WatchList(List.of(watched(A, Kind.MISSING)));
        assertThat(list.matters(B)).isTrue();
        assertThat(list.nudged(A, Map.of())).containsExactly(A);
        assertThat(list.nudged(B, Map.of(B, Set.of(C)))).isEmpty();
    }

    @Test
    void partition_watchedItself_nudgesItsWatchedAncestorsOnly() {
        WatchList list = new WatchList(List.of(plain(B), watched(A, Kind.PARTITIONED)));
        assertThat(list.nudged(B, Map.of(B, Set.of(A, C)))).containsExactly(B, A);
    }
}
