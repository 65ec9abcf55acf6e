package io.github.pgchime.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Three ways to read a table in which transactions write that do not see each other, each of which somebody uses. They take
 * the ticks of the sound one, and a batch is what they would have read had they looked at those moments.
 */
enum UnsoundReading {
    /** All with a larger id than the last one that was read. */
    ID_AFTER_THE_LAST(
            "e.id > (SELECT coalesce(max(id), 0) FROM pgchime.entry WHERE pg_visible_in_snapshot(xid, '{from}'))"
                    + " AND pg_visible_in_snapshot(e.xid, '{to}')",
            "e.id"),

    /** The same, among the transactions before which all have ended. */
    ID_AFTER_THE_LAST_BELOW_THE_HORIZON(
            "e.id > (SELECT coalesce(max(id), 0) FROM pgchime.entry WHERE xid < pg_snapshot_xmin('{from}'))"
                    + " AND e.xid < pg_snapshot_xmin('{to}')",
            "e.id"),

    /** Those transactions in the order in which they began. */
    TRANSACTIONS_BELOW_THE_HORIZON(
            "e.xid >= pg_snapshot_xmin('{from}') AND e.xid < pg_snapshot_xmin('{to}')", "e.xid, e.id");

    private final String condition;
    private final String order;

    UnsoundReading(String condition, String order) {
        this.condition = condition;
        this.order = order;
    }

    Reading reading() {
        Reading sound = new SnapshotReading();
        return new Reading() {
            @Override
            public Optional<Tick> next(Connection connection, Tick after) throws SQLException {
                return sound.next(connection, after);
            }

            @Override
            public Optional<Page> littlePage(
                    Connection connection, Tick from, Tick to, List<String> channels, boolean replay)
                    throws SQLException {
                return Optional.of(page(connection, from, to, 0, channels, replay));
            }

            @Override
            public Page page(
                    Connection connection, Tick from, Tick to, long after, List<String> channels, boolean replay)
                    throws SQLException {
                List<Found> entries = new ArrayList<>();
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(
                                ("SELECT e.id, e.channel, e.key, e.payload::text, e.headers::text, e.created_at"
                                                + " FROM pgchime.entry AS e WHERE " + condition + " ORDER BY " + order)
                                        .replace("{from}", from.snapshot())
                                        .replace("{to}", to.snapshot()))) {
                    while (rows.next()) {
                        entries.add(Rows.found(rows, 1, replay));
                    }
                }
                return new Page(entries, after, true);
            }
        };
    }
}
