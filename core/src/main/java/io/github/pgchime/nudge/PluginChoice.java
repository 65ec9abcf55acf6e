package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.decode.OutputPlugin;
import io.github.pgchime.decode.PgOutput;
import io.github.pgchime.decode.TestDecoding;
import io.github.pgchime.decode.Wal2Json;
import java.util.List;

/**
 * Which output plugins to try, in order.
 *
 * <p>wal2json is chosen only where it is both of use and safe: it can filter by name (so every watched name is an
 * ordinary table, whose changes come under that name), and each has a replica identity, without which it silently
 * drops UPDATE and DELETE. Unfiltered it writes twice the bytes of test_decoding, which sees everything.
 */
final class PluginChoice {

    private final NudgeOptions options;
    private final List<WatchedTable> tables;
    private final int majorVersion;

    PluginChoice(NudgeOptions options, List<WatchedTable> tables, int majorVersion) {
        this.options = options;
        this.tables = tables;
        this.majorVersion = majorVersion;
    }

    List<OutputPlugin> candidates() {
        return switch (options.plugin()) {
            case AUTO -> {
                if (options.publication().isPresent()) {
                    yield List.of(pgOutput());
                }
                yield canFilter() && tables.stream().allMatch(WatchedTable::replicaIdentity)
                        ? List.of(wal2Json(), new TestDecoding())
                        : List.of(new TestDecoding());
            }
            case TEST_DECODING -> List.of(new TestDecoding());
            case WAL2JSON -> List.of(wal2Json());
            case PGOUTPUT -> List.of(pgOutput());
        };
    }

    private boolean canFilter() {
        return !tables.isEmpty() && tables.stream().allMatch(table -> table.kind() == WatchedTable.Kind.TABLE);
    }

    private OutputPlugin wal2Json() {
        List<TableName> filter =
                canFilter() ? tables.stream().map(WatchedTable::name).toList() : List.of();
        return new Wal2Json(filter);
    }

    private OutputPlugin pgOutput() {
        String publication = options.publication()
                .orElseThrow(() -> new ConfigException("plugin pgoutput needs a publication: name an existing one"));
        return new PgOutput(publication, majorVersion >= 14);
    }
}
