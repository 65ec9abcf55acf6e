package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The algorithm of PgQ: an entry lies between two ticks if the later one's snapshot sees its transaction and the earlier one's does
 * not. Ids are handed out in one order and committed in another, so that no id can be a position; two snapshots leave out
 * nothing, whatever is committed when.
 *
 * <p>A few entries are found by the index on their transactions. Many, which is a backlog, are read along their ids, a bounded range
 * at a time: in order without sorting, and in short queries, however long it takes to handle them. The bounds are written
 * into the text of the query, or the planner would not know how few entries lie behind them.
 *
 * @see <a href="https://wiki.postgresql.org/wiki/PGQ_Tutorial">PostgreSQL wiki: PGQ</a>
 */
final class SnapshotReading implements Reading {

    /** So many are sorted without another thought. */
    private static final int FEW = 10_000;

    private static final int PAGE = 1_000;
    private static final int RANGE = 20_000;

    /** A bitmap would be made whole before its first row is seen, and statistics may be far behind. */
    private static final String BY_INDEX = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off";

    private static final String ANYTHING = SqlFile.read(SnapshotReading.class, "anything-new.sql");
    private static final String SOME = SqlFile.read(SnapshotReading.class, "few-entries.sql");
    private static final String MANY = SqlFile.read(SnapshotReading.class, "many-entries.sql");

    private record Span(Tick from, Tick to, List<String> channels) {}

    /** Between these lies more than is sorted without another thought. */
    private Optional<Span> large = Optional.empty();

    @Override
    public Optional<Tick> next(Connection connection, Tick after) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // In one round trip.
            statement.execute(BY_INDEX + "; " + bounded(ANYTHING, after, after));
            statement.getMoreResults();
            statement.getMoreResults();
            try (ResultSet anything = statement.getResultSet()) {
                if (!anything.next()) {
                    return Optional.empty();
                }
            }
            try (ResultSet tick = statement.executeQuery("SELECT id, snapshot::text FROM pgchime.take_tick()")) {
                tick.next();
                return Optional.of(new Tick(tick.getLong(1), tick.getString(2)));
            }
        }
    }

    @Override
    public Optional<Page> littlePage(Connection connection, Tick from, Tick to, List<String> channels, boolean replay)
            throws SQLException {
        return few(connection, new Span(from, to, channels), 0, replay);
    }

    @Override
    public Page page(Connection connection, Tick from, Tick to, long after, List<String> channels, boolean replay)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BY_INDEX);
        }
        Span span = new Span(from, to, channels);
        Optional<Page> few =
                large.filter(span::equals).isPresent() ? Optional.empty() : few(connection, span, after, replay);
        return few.isPresent() ? few.get() : many(connection, from, to, after, channels, replay);
    }

    /** Empty if they are more than a few; then it remembers. */
    private Optional<Page> few(Connection connection, Span span, long after, boolean replay) throws SQLException {
        List<Found> entries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(bounded(SOME, span.from(), span.to()))) {
            query.setArray(1, connection.createArrayOf("text", span.channels().toArray()));
            query.setLong(2, after);
            query.setInt(3, FEW + 1);
            query.setInt(4, PAGE);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong("among") > FEW) {
                        large = Optional.of(span);
                        return Optional.empty();
                    }
                    entries.add(Rows.found(rows, 1, replay));
                }
            }
        }
        long upTo = entries.isEmpty() ? after : entries.getLast().entry().id();
        return Optional.of(new Page(entries, upTo, entries.size() < PAGE));
    }

    /** All that {@code to} sees is in the table by now, so that its largest id bounds them. */
    private static Page many(
            Connection connection, Tick from, Tick to, long after, List<String> channels, boolean replay)
            throws SQLException {
        long end = largestId(connection);
        long upTo = after;
        List<Found> entries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(bounded(MANY, from, to))) {
            query.setArray(1, connection.createArrayOf("text", channels.toArray()));
            while (upTo < end && entries.size() < PAGE) {
                long rangeEnd = Math.min(end, upTo + RANGE);
                int wanted = PAGE - entries.size();
                query.setLong(2, upTo);
                query.setLong(3, rangeEnd);
                query.setInt(4, wanted);
                int before = entries.size();
                read(query, replay, entries);
                upTo = entries.size() - before < wanted
                        ? rangeEnd
                        : entries.getLast().entry().id();
            }
        }
        return new Page(entries, upTo, upTo >= end);
    }

    private static long largestId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet largest = statement.executeQuery("SELECT coalesce(max(id), 0) FROM pgchime.entry")) {
            largest.next();
            return largest.getLong(1);
        }
    }

    private static void read(PreparedStatement query, boolean replay, List<Found> into) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                into.add(Rows.found(rows, 1, replay));
            }
        }
    }

    /** Snapshots are numbers, colons and commas, from the server itself. */
    private static String bounded(String sql, Tick from, Tick to) {
        return sql.replace("{from}", from.snapshot())
                .replace("{in progress}", from.inProgress())
                .replace("{xmax}", from.xmax())
                .replace("{to}", to.snapshot());
    }
}
