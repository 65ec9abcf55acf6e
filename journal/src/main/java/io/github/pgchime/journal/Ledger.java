package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a leading instance writes and looks up about its consumer; nothing of it under an epoch that is over. Thread-safe. */
final class Ledger {

    private static final String ADVANCE = SqlFile.read(Ledger.class, "advance.sql");
    private static final String LATER = SqlFile.read(Ledger.class, "try-later.sql");
    private static final String BURY = SqlFile.read(Ledger.class, "bury.sql");
    private static final String NEXT_IN_SEQUENCE = SqlFile.read(Ledger.class, "next-in-sequence.sql");
    private static final String REVIVE = SqlFile.read(Ledger.class, "revive.sql");
    private static final String LOST = SqlFile.read(Ledger.class, "lost-retries.sql");
    private static final String FORGET_HANDLED = SqlFile.read(Ledger.class, "forget-handled.sql");
    private static final String DUE = SqlFile.read(Ledger.class, "due.sql");
    private static final String NEXT_DUE = SqlFile.read(Ledger.class, "next-due.sql");
    private static final String KNOWN = SqlFile.read(Ledger.class, "known.sql");
    private static final String STILL_MINE = SqlFile.read(Ledger.class, "still-mine.sql");

    private static final String NOTE = "INSERT INTO pgchime.handled (consumer, entry) SELECT ?, unnest(?::bigint[])";
    private static final String NOTE_AGAIN = NOTE + " ON CONFLICT DO NOTHING";

    private final Database database;
    private final String consumer;
    private final Lease lease;

    Ledger(Database database, String consumer, Lease lease) {
        this.database = database;
        this.consumer = consumer;
        this.lease = lease;
    }

    /** Of a page's entries: which are settled already, and whose sequences wait. */
    record Known(Set<Long> settled, Set<String> waiting) {}

    /** Entries to be tried again now, and when the next one is due, if there is any. */
    record Due(List<Found> entries, Optional<Duration> nextIn) {}

    /**
     * Acknowledges.
     *
     * @param named the ticks that the position names for the first time; they may have been cleaned up since they were taken
     * @throws LeaseLostException if the epoch is over; nothing was written then
     */
    void acknowledge(Position position, List<Tick> named, Verdicts verdicts) {
        database.transaction("acknowledging for consumer " + consumer, connection -> {
            keep(connection, named);
            advance(connection, position);
            if (!verdicts.later().isEmpty()) {
                later(connection, verdicts.later());
            }
            if (!verdicts.dead().isEmpty()) {
                bury(connection, verdicts.dead());
            }
            delete(connection, "retry", ids(verdicts.again()));
            delete(connection, "retry", ids(verdicts.dead()));
            delete(connection, "dead", ids(verdicts.again()));
            delete(connection, "handled", verdicts.past());
            if (!verdicts.toldAgain().isEmpty()) {
                forgetHandled(
                        connection,
                        connection.createArrayOf("bigint", verdicts.toldAgain().toArray()));
            }
            List<String> sequences = Stream.concat(verdicts.again().stream(), verdicts.dead().stream())
                    .filter(InHand::again)
                    .map(InHand::sequence)
                    .toList();
            if (!sequences.isEmpty()) {
                nextInSequence(connection, sequences);
            }
            return position;
        });
    }

    private int forgetHandled(Connection connection, @Nullable Array entries) throws SQLException {
        try (PreparedStatement forget = connection.prepareStatement(FORGET_HANDLED)) {
            forget.setString(1, consumer);
            forget.setArray(2, entries);
            return forget.executeUpdate();
        }
    }

    /** Locks them, so that no cleanup takes them from now on. */
    private static void keep(Connection connection, List<Tick> named) throws SQLException {
        for (Tick tick : named) {
            try (PreparedStatement keep = connection.prepareStatement("INSERT INTO pgchime.tick (id, snapshot)"
                    + " VALUES (?, ?::text::pg_snapshot) ON CONFLICT (id) DO UPDATE SET id = excluded.id")) {
                keep.setLong(1, tick.id());
                keep.setString(2, tick.snapshot());
                keep.executeUpdate();
            }
        }
    }

    private void advance(Connection connection, Position position) throws SQLException {
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            advance.setLong(1, position.tick());
            if (position.batch().isPresent()) {
                advance.setLong(2, position.batch().getAsLong());
            } else {
                advance.setNull(2, java.sql.Types.BIGINT);
            }
            advance.setLong(3, position.entry());
            advance.setString(4, consumer);
            advance.setLong(5, lease.epoch());
            if (advance.executeUpdate() == 0) {
                throw lease.lost();
            }
        }
    }

    private void later(Connection connection, List<Verdicts.Later> all) throws SQLException {
        try (PreparedStatement later = connection.prepareStatement(LATER)) {
            later.setString(1, consumer);
            later.setArray(
                    2, array(connection, "bigint", all, each -> each.entry().id()));
            later.setArray(
                    3, array(connection, "text", all, each -> each.entry().sequence()));
            later.setArray(4, array(connection, "integer", all, Verdicts.Later::attempts));
            later.setArray(5, array(connection, "double precision", all, Verdicts.Later::delayMillis));
            later.setArray(
                    6, array(connection, "text", all, each -> each.entry().error()));
            later.setArray(
                    7, array(connection, "boolean", all, each -> each.entry().replay()));
            later.executeUpdate();
        }
    }

    private static <T> Array array(
            Connection connection, String type, List<T> all, Function<T, @Nullable Object> column) throws SQLException {
        return connection.createArrayOf(type, all.stream().map(column).toArray());
    }

    private void bury(Connection connection, List<InHand> all) throws SQLException {
        try (PreparedStatement bury = connection.prepareStatement(BURY)) {
            for (InHand entry : all) {
                bury.setInt(1, entry.attempt());
                bury.setString(2, entry.error());
                bury.setString(3, consumer);
                bury.setLong(4, entry.id());
                bury.setString(5, consumer);
                bury.setInt(6, entry.attempt());
                bury.setString(7, entry.error());
                bury.setLong(8, entry.id());
                bury.addBatch();
            }
            bury.executeBatch();
        }
    }

    private void delete(Connection connection, String table, List<Long> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM pgchime." + table + " WHERE consumer = ? AND entry = ANY (?)")) {
            delete.setString(1, consumer);
            delete.setArray(2, connection.createArrayOf("bigint", entries.toArray()));
            delete.executeUpdate();
        }
    }

    private static List<Long> ids(List<InHand> entries) {
        return entries.stream().map(InHand::id).toList();
    }

    private void nextInSequence(Connection connection, List<String> sequences) throws SQLException {
        try (PreparedStatement next = connection.prepareStatement(NEXT_IN_SEQUENCE)) {
            next.setArray(1, connection.createArrayOf("text", sequences.toArray()));
            next.setString(2, consumer);
            next.executeUpdate();
        }
    }

    /**
     * What was asked to be tried again just when its partition was dropped cannot be. Says how many there were.
     */
    int dropLost() {
        return database.transaction("looking for what consumer " + consumer + " cannot try again", connection -> {
            try (PreparedStatement drop = connection.prepareStatement(LOST)) {
                drop.setString(1, consumer);
                return drop.executeUpdate();
            }
        });
    }

    /**
     * After whatever ended the last instance: what waits for an entry that is not there any more goes on, and what was handled
     * before the position is forgotten.
     */
    void tidy() {
        database.transaction("looking for what waits of consumer " + consumer, connection -> {
            forgetHandled(connection, null);
            try (PreparedStatement next = connection.prepareStatement(REVIVE)) {
                next.setString(1, consumer);
                return next.executeUpdate();
            }
        });
    }

    /** Looks up what is known of a page's entries already. */
    Known known(Connection connection, List<Found> page) throws SQLException {
        Set<Long> settled = new HashSet<>();
        Set<String> waiting = new HashSet<>();
        try (PreparedStatement known = connection.prepareStatement(KNOWN)) {
            known.setString(1, consumer);
            known.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            page.stream().map(found -> found.entry().id()).toArray()));
            known.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            page.stream()
                                    .map(found -> found.entry().sequence())
                                    .distinct()
                                    .toArray()));
            try (ResultSet rows = known.executeQuery()) {
                while (rows.next()) {
                    if (rows.getString(2) == null) {
                        waiting.add(Objects.requireNonNull(rows.getString(1)));
                    } else {
                        settled.add(rows.getLong(2));
                    }
                }
            }
        }
        return new Known(settled, waiting);
    }

    /** What is to be tried again by now and what waits for that, but for those in hand. */
    Due due(Set<Long> inHand, int most) {
        return database.transaction("looking for what consumer " + consumer + " is to try again", connection -> {
            List<Found> entries = new ArrayList<>();
            Set<Long> known = new HashSet<>(inHand);
            try (PreparedStatement due = connection.prepareStatement(DUE)) {
                due.setString(1, consumer);
                due.setArray(2, connection.createArrayOf("bigint", inHand.toArray()));
                due.setInt(3, most);
                try (ResultSet rows = due.executeQuery()) {
                    while (rows.next()) {
                        Found found = Rows.found(rows, rows.getInt("attempts") + 1, rows.getBoolean("replay"));
                        known.add(found.entry().id());
                        entries.add(found);
                    }
                }
            }
            return new Due(entries, nextDue(connection, known));
        });
    }

    private Optional<Duration> nextDue(Connection connection, Set<Long> inHand) throws SQLException {
        try (PreparedStatement next = connection.prepareStatement(NEXT_DUE)) {
            next.setString(1, consumer);
            next.setArray(2, connection.createArrayOf("bigint", inHand.toArray()));
            try (ResultSet row = next.executeQuery()) {
                return row.next() ? Optional.of(Duration.ofMillis(row.getLong(1))) : Optional.empty();
            }
        }
    }

    /**
     * Notes, in a handler's own transaction, that its entries are done with.
     *
     * @throws LeaseLostException if the epoch is over; the transaction must be rolled back then
     */
    void tell(Connection connection, List<InHand> entries) throws SQLException {
        try (PreparedStatement mine = connection.prepareStatement(STILL_MINE)) {
            mine.setString(1, consumer);
            mine.setLong(2, lease.epoch());
            try (ResultSet row = mine.executeQuery()) {
                if (!row.next()) {
                    throw lease.lost();
                }
            }
        }
        List<Long> again = ids(entries.stream().filter(InHand::again).toList());
        delete(connection, "retry", again);
        delete(connection, "dead", again);
        // Whoever leads next may have to read them again, tried again or not, if the position is not past them by then.
        note(connection, NOTE_AGAIN, again);
        note(
                connection,
                NOTE,
                ids(entries.stream().filter(entry -> !entry.again()).toList()));
    }

    private void note(Connection connection, String sql, List<Long> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement note = connection.prepareStatement(sql)) {
            note.setString(1, consumer);
            note.setArray(2, connection.createArrayOf("bigint", entries.toArray()));
            note.executeUpdate();
        }
    }

    /** Notes how many entries a second are handled. */
    void noteRate(double rate) {
        database.transaction("noting the rate of consumer " + consumer, connection -> {
            try (PreparedStatement note =
                    connection.prepareStatement("UPDATE pgchime.consumer SET rate = ? WHERE name = ? AND epoch = ?")) {
                note.setDouble(1, rate);
                note.setString(2, consumer);
                note.setLong(3, lease.epoch());
                return note.executeUpdate();
            }
        });
    }

    /** The payload of an entry that was read without it. */
    Json payload(long entry) {
        return database.transaction("reading entry " + entry, connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT payload::text FROM pgchime.entry WHERE id = ? UNION ALL"
                            + " SELECT payload::text FROM pgchime.dead WHERE entry = ? AND consumer = ? LIMIT 1")) {
                query.setLong(1, entry);
                query.setLong(2, entry);
                query.setString(3, consumer);
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        throw new IllegalStateException(
                                "entry " + entry + " is gone before consumer " + consumer + " was done with it");
                    }
                    return new Json(Objects.requireNonNull(row.getString(1)));
                }
            }
        });
    }

    /** A tick by its id. */
    Tick tick(long id) {
        return database.transaction("reading tick " + id, connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT id, snapshot::text FROM pgchime.tick WHERE id = ?")) {
                query.setLong(1, id);
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        throw new IllegalStateException("tick " + id + " of consumer " + consumer + " is gone");
                    }
                    return new Tick(row.getLong(1), Objects.requireNonNull(row.getString(2)));
                }
            }
        });
    }
}
