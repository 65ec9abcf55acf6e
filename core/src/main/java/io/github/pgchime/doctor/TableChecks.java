package io.github.pgchime.doctor;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.nudge.Plugin;
import io.github.pgchime.wire.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the watched tables are there, and can be told of.
 *
 * @param tables what stands behind the names; empty if the feed watches all tables
 * @param notLogged what those are whose changes are not in the log, such as {@code a view}
 * @param keyless every table without a replica identity, where the feed watches all tables
 */
record TableChecks(
        NudgeOptions options, List<WatchedTable> tables, Map<TableName, String> notLogged, List<TableName> keyless) {

    List<Check> all() {
        return List.of(tableCheck(), replicaIdentity());
    }

    private Check tableCheck() {
        if (tables.isEmpty()) {
            return CheckName.TABLES.ok("none is named, so all nudge");
        }
        List<String> troubles = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        for (WatchedTable table : tables) {
            switch (table.kind()) {
                case MISSING -> {
                    troubles.add(table.name() + " does not exist, and nudges once it does");
                    fixes.add("correct the name, or create " + Sql.identifier(table.name()));
                }
                case NOT_LOGGED -> {
                    String what = notLogged.getOrDefault(table.name(), "not in the log");
                    troubles.add(table.name() + " is " + what + ", and never nudges");
                    fixes.add(
                            what.endsWith("unlogged table")
                                    ? "ALTER TABLE " + Sql.identifier(table.name()) + " SET LOGGED;"
                                    : "watch the tables under " + Sql.identifier(table.name()) + " instead");
                }
                case TABLE, PARTITIONED -> {}
            }
        }
        return troubles.isEmpty()
                ? CheckName.TABLES.ok(
                        tables.stream().map(TableChecks::described).collect(Collectors.joining(", ")))
                : CheckName.TABLES.warn(String.join("; ", troubles), String.join(" ", fixes));
    }

    private static String described(WatchedTable table) {
        return table.name()
                + (table.kind() == WatchedTable.Kind.PARTITIONED
                        ? " (" + table.partitions().size() + " partitions nudge under its name)"
                        : "");
    }

    private Check replicaIdentity() {
        boolean wal2json = options.plugin() == Plugin.WAL2JSON;
        if (!wal2json && options.publication().isEmpty()) {
            return CheckName.REPLICA_IDENTITY.ok("not needed: test_decoding tells every change without one");
        }
        List<TableName> without = tables.isEmpty()
                ? keyless
                : tables.stream()
                        .filter(table -> !table.replicaIdentity())
                        .flatMap(TableChecks::itselfOrPartitions)
                        .toList();
        if (without.isEmpty()) {
            return CheckName.REPLICA_IDENTITY.ok("every table has one");
        }
        String names = without.stream().map(TableName::toString).collect(Collectors.joining(", "));
        return CheckName.REPLICA_IDENTITY.warn(
                names + " may have no replica identity: "
                        + (wal2json
                                ? "wal2json never tells UPDATE and DELETE of such a table"
                                : "UPDATE and DELETE of such a table fail once it is published"),
                without.stream()
                        .map(name -> "ALTER TABLE " + Sql.identifier(name) + " REPLICA IDENTITY FULL;")
                        .collect(Collectors.joining(" ")));
    }

    /** A partitioned table's own identity is of no account: each partition has one of its own. */
    private static Stream<TableName> itselfOrPartitions(WatchedTable table) {
        return table.kind() == WatchedTable.Kind.PARTITIONED ? table.partitions().stream() : Stream.of(table.name());
    }
}
