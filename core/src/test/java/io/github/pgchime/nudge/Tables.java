package io.github.pgchime.nudge;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.WatchedTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tables and what touched them, as the tests without a server name them. */
final class Tables {

    static final TableName A = new TableName("public", "a");
    static final TableName B = new TableName("public", "b");
    static final TableName C = new TableName("public", "c");
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private Tables() {}

    static WatchedTable watched(TableName name, WatchedTable.Kind kind) {
        return new WatchedTable(name, kind, true, true, List.of());
    }

    static WatchedTable plain(TableName name) {
        return watched(name, WatchedTable.Kind.TABLE);
    }

    static CommittedTransaction transaction(int xid, Map<TableName, Long> changes) {
        return new CommittedTransaction(xid, changes, false, NOON);
    }

    static CommittedTransaction transaction(int xid, TableName table) {
        return transaction(xid, Map.of(table, 1L));
    }

    /** A table of a number. */
    static TableName numbered(int number) {
        return new TableName("public", "t" + number);
    }

    static Nudge nudge(TableName table, long count) {
        return new Nudge(table, count, NOON);
    }

    static Coalescer coalesced(Nudge... nudges) {
        Coalescer coalescer = new Coalescer(1_000);
        for (Nudge nudge : nudges) {
            coalescer.add(nudge.table(), nudge.count(), nudge.firstSeen());
        }
        return coalescer;
    }
}
