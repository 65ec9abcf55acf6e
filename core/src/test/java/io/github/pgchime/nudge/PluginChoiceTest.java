package io.github.pgchime.nudge;

import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.B;
import static io.github.pgchime.nudge.Tables.plain;
import static io.github.pgchime.nudge.Tables.watched;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.catalog.WatchedTable.Kind;
import io.github.pgchime.decode.OutputPlugin;
import io.github.pgchime.decode.PgOutput;
import io.github.pgchime.decode.TestDecoding;
import io.github.pgchime.decode.Wal2Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PluginChoiceTest {

    private static final WatchedTable WITHOUT_IDENTITY = new WatchedTable(B, Kind.TABLE, false, true, List.of());

    private final NudgeFeedBuilder builder =
            new NudgeFeedBuilder(ConnectionOptions.builder().user("tester").build());

    @Test
    void auto_ordinaryTablesWithIdentities_prefersTheFilter() {
        assertThat(candidates(List.of(plain(A), plain(B))))
                .containsExactly(new Wal2Json(List.of(A, B)), new TestDecoding());
    }

    @Test
    void auto_everything_isTestDecoding() {
        assertThat(candidates(List.of())).containsExactly(new TestDecoding());
    }

    @Test
    void auto_oneTableWithoutIdentity_isTestDecoding() {
        assertThat(candidates(List.of(plain(A), WITHOUT_IDENTITY))).containsExactly(new TestDecoding());
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TABLE")
    void auto_aNameThatIsNoOrdinaryTable_isTestDecoding(Kind kind) {
        assertThat(candidates(List.of(plain(A), watched(B, kind)))).containsExactly(new TestDecoding());
    }

    @Test
    void auto_withAPublication_isPgOutput() {
        builder.publication("mine");
        assertThat(candidates(List.of(plain(A)))).containsExactly(new PgOutput("mine", true));
    }

    @Test
    void testDecoding_asked_isTheOnlyOne() {
        builder.plugin(Plugin.TEST_DECODING);
        assertThat(candidates(List.of(plain(A)))).containsExactly(new TestDecoding());
    }

    @Test
    void wal2json_askedForOrdinaryTables_filters_evenWithoutIdentity() {
        builder.plugin(Plugin.WAL2JSON);
        assertThat(candidates(List.of(plain(A), WITHOUT_IDENTITY))).containsExactly(new Wal2Json(List.of(A, B)));
    }

    @Test
    void wal2json_askedForPartitionedTables_doesNotFilter() {
        builder.plugin(Plugin.WAL2JSON);
        assertThat(candidates(List.of(watched(A, Kind.PARTITIONED)))).containsExactly(new Wal2Json(List.of()));
        assertThat(candidates(List.of())).containsExactly(new Wal2Json(List.of()));
    }

    @Test
    void pgOutput_beforeVersion14_asksForNoMessages() {
        builder.plugin(Plugin.PGOUTPUT).publication("mine");
        assertThat(new PluginChoice(builder.options(), List.of(), 13).candidates())
                .containsExactly(new PgOutput("mine", false));
        assertThat(new PluginChoice(builder.options(), List.of(), 14).candidates())
                .containsExactly(new PgOutput("mine", true));
    }

    private List<OutputPlugin> candidates(List<WatchedTable> tables) {
        return new PluginChoice(builder.options(), tables, 18).candidates();
    }
}
