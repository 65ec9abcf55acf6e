package io.github.pgchime.catalog;

import io.github.pgchime.TableName;
import java.util.List;

/**
 * A table to watch, as the catalog knew it when the feed connected.
 *
 * @param kind what it is
 * @param replicaIdentity whether it, and every partition under it, has a replica identity
 * @param published whether the publication asked for holds it; true if none was
 * @param partitions the tables under it, at any depth, if it is partitioned
 */
public record WatchedTable(
        TableName name, Kind kind, boolean replicaIdentity, boolean published, List<TableName> partitions) {

    /** What a name stands for. */
    public enum Kind {
        /** Nothing has this name. */
        MISSING,
        /** An ordinary table, or a partition. */
        TABLE,
        /** A partitioned table, whose changes arrive under the names of its partitions. */
        PARTITIONED,
        /** A view, a foreign, temporary or unlogged table: its changes are never in the log. */
        NOT_LOGGED
    }

    public WatchedTable {
        partitions = List.copyOf(partitions);
    }
}
