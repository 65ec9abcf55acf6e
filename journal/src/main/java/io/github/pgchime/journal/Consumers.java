package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.delivery.Guard;
import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import io.github.pgchime.journal.wake.WakeUp;
import io.github.pgchime.lifecycle.TimeSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Registers consumers, starts instances of them, and moves them about. Thread-safe. */
final class Consumers {

    private static final System.Logger LOG = System.getLogger(Consumers.class.getName());
    private static final String ADD = SqlFile.read(Consumers.class, "add-consumer.sql");
    private static final String MOVE = SqlFile.read(Consumers.class, "move-consumer.sql");
    private static final String RETRY = SqlFile.read(Consumers.class, "retry-entry.sql");
    private static final String DEAD = SqlFile.read(Consumers.class, "dead-letters.sql");
    private static final String COUNT = SqlFile.read(Consumers.class, "count-behind.sql");

    private final Database database;
    private final WakeUp.Source wakeUps;
    private final JournalListener listener;
    private final PayloadMapper payloads;
    private final TimeSource time;
    private final RandomGenerator random;

    Consumers(
            Database database,
            WakeUp.Source wakeUps,
            JournalListener listener,
            PayloadMapper payloads,
            TimeSource time,
            RandomGenerator random) {
        this.database = database;
        this.wakeUps = wakeUps;
        this.listener = listener;
        this.payloads = payloads;
        this.time = time;
        this.random = random;
    }

    JournalConsumer start(
            ConsumerOptions options,
            Handlings.Kind handler,
            Optional<GapHandler> gapHandler,
            Predicate<? super Throwable> isPermanent,
            Supplier<Reading> reading) {
        database.transaction("registering consumer " + options.name(), connection -> {
            Stamp.requireHere(connection);
            register(connection, options);
            return options;
        });
        Instance instance = new Instance(
                database,
                options,
                handler,
                new Gaps(database, options.name(), gapHandler.orElse(gap -> log(options.name(), gap))),
                isLast(options, isPermanent),
                reading,
                listener,
                payloads,
                time,
                random);
        JournalConsumer consumer = new JournalConsumer(options, instance, wakeUps);
        note(options.name(), consumer.wakeUp());
        return consumer;
    }

    private static void log(String consumer, Gap gap) {
        LOG.log(
                System.Logger.Level.ERROR,
                "consumer " + consumer + " never gets " + gap.count() + " entries from id " + gap.from() + " to "
                        + gap.to() + " (" + gap.reason() + ")");
    }

    private BiPredicate<Entry, Throwable> isLast(ConsumerOptions options, Predicate<? super Throwable> isPermanent) {
        Guard guard = new Guard(LOG, error -> {});
        return (entry, thrown) -> {
            boolean last = thrown instanceof PermanentFailure
                    || isPermanent.test(thrown)
                    || !options.retry().goesOnAfter(entry.attempt());
            String what = last ? "; it is dead" : "; it is tried again";
            LOG.log(System.Logger.Level.WARNING, "consumer " + options.name() + " failed at " + entry + what, thrown);
            if (last) {
                guard.call(cause -> listener.onDead(options.name(), entry, cause), thrown);
            } else {
                guard.call(cause -> listener.onRetry(options.name(), entry, cause), thrown);
            }
            return last;
        };
    }

    private static void register(Connection connection, ConsumerOptions options) throws SQLException {
        Position position = position(connection, options.start());
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setString(1, options.name());
            Array channels = connection.createArrayOf("text", options.channels().toArray());
            add.setArray(2, channels);
            set(add, 3, position);
            add.executeUpdate();
        }
    }

    private void note(String consumer, String wakeUp) {
        database.transaction("noting what wakes consumer " + consumer, connection -> {
            try (PreparedStatement note =
                    connection.prepareStatement("UPDATE pgchime.consumer SET wake_up = ? WHERE name = ?")) {
                note.setString(1, wakeUp);
                note.setString(2, consumer);
                return note.executeUpdate();
            }
        });
    }

    /** A tick behind everything that is visible, and from where on the entries before it are to be read. */
    private static Position position(Connection connection, Start start) throws SQLException {
        long tick = number(connection, "SELECT id FROM pgchime.take_tick()");
        return switch (start) {
            case Start.Now() -> Position.behind(tick);
            case Start.Earliest() -> Position.behind(0).within(tick);
            case Start.AtId(long id) -> Position.behind(0).within(tick).at(id - 1);
            case Start.AtTime(java.time.Instant at) -> {
                try (PreparedStatement first =
                        connection.prepareStatement("SELECT min(id) FROM pgchime.entry WHERE created_at >= ?")) {
                    first.setObject(1, at.atOffset(ZoneOffset.UTC));
                    try (ResultSet row = first.executeQuery()) {
                        row.next();
                        long id = row.getLong(1);
                        yield row.wasNull()
                                ? Position.behind(tick)
                                : Position.behind(0).within(tick).at(id - 1);
                    }
                }
            }
        };
    }

    private static void set(PreparedStatement statement, int first, Position position) throws SQLException {
        statement.setLong(first, position.tick());
        if (position.batch().isPresent()) {
            statement.setLong(first + 1, position.batch().getAsLong());
        } else {
            statement.setNull(first + 1, Types.BIGINT);
        }
        statement.setLong(first + 2, position.entry());
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Sends a consumer somewhere else: what lies behind there is handled, again where it was handled before. What is to be tried
     * again, or dead, and lies behind there as well is forgotten; the rest of that stays. Whoever leads begins anew there.
     *
     * @return how many entries lie behind there
     */
    long seek(String consumer, Start start) {
        return database.transaction("moving consumer " + consumer, connection -> {
            List<String> channels = channels(connection, consumer);
            Position position = position(connection, start);
            try (PreparedStatement move = connection.prepareStatement(MOVE)) {
                set(move, 1, position);
                move.setString(4, consumer);
                move.executeUpdate();
            }
            if (position.batch().isEmpty()) {
                return 0L;
            }
            for (String table : List.of("retry", "dead", "handled")) {
                forget(connection, table, consumer, position.entry());
            }
            return behind(connection, channels, position.entry());
        });
    }

    /** How many entries {@link #seek} would have handled. */
    long wouldSeek(String consumer, Start start) {
        return database.transaction("looking where consumer " + consumer + " would begin", connection -> {
            List<String> channels = channels(connection, consumer);
            Position position = position(connection, start);
            long behind = position.batch().isEmpty() ? 0 : behind(connection, channels, position.entry());
            connection.rollback();
            return behind;
        });
    }

    void pause(String consumer, boolean on) {
        database.transaction((on ? "pausing consumer " : "resuming consumer ") + consumer, connection -> {
            try (PreparedStatement pause =
                    connection.prepareStatement("UPDATE pgchime.consumer SET paused = ? WHERE name = ?")) {
                pause.setBoolean(1, on);
                pause.setString(2, consumer);
                if (pause.executeUpdate() == 0) {
                    throw unknown(consumer);
                }
                return on;
            }
        });
    }

    List<DeadLetter> dead(String consumer) {
        return database.transaction("reading the dead letters of consumer " + consumer, connection -> {
            List<DeadLetter> letters = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(DEAD)) {
                query.setString(1, consumer);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        letters.add(new DeadLetter(
                                Rows.found(rows, rows.getInt("attempts"), false)
                                        .entry()
                                        .readBy(payloads),
                                Objects.requireNonNull(rows.getString("error")),
                                Objects.requireNonNull(rows.getObject("died_at", OffsetDateTime.class))
                                        .toInstant()));
                    }
                }
            }
            return letters;
        });
    }

    /** It leads anew, so that it looks for what is to be tried again. */
    void retry(String consumer, long entry) {
        database.transaction("having entry " + entry + " tried again by consumer " + consumer, connection -> {
            channels(connection, consumer);
            try (PreparedStatement retry = connection.prepareStatement(RETRY)) {
                retry.setLong(1, entry);
                retry.setString(2, consumer);
                retry.setLong(3, entry);
                retry.setString(4, consumer);
                if (retry.executeUpdate() == 0) {
                    throw new ConfigException("there is no entry " + entry + " that consumer " + consumer
                            + " could try again; it may be past its retention");
                }
            }
            try (PreparedStatement anew = connection.prepareStatement(
                    "UPDATE pgchime.consumer SET epoch = epoch + 1, leader = NULL, lease_until = NULL WHERE name = ?")) {
                anew.setString(1, consumer);
                return anew.executeUpdate();
            }
        });
    }

    private static List<String> channels(Connection connection, String consumer) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT channels FROM pgchime.consumer WHERE name = ? FOR UPDATE")) {
            query.setString(1, consumer);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw unknown(consumer);
                }
                return List.of(
                        (String[]) Objects.requireNonNull(row.getArray(1)).getArray());
            }
        }
    }

    static ConfigException unknown(String consumer) {
        return new ConfigException("there is no consumer " + consumer
                + "; it is there from its first start on, and status names those there are");
    }

    private static void forget(Connection connection, String table, String consumer, long after) throws SQLException {
        try (PreparedStatement forget =
                connection.prepareStatement("DELETE FROM pgchime." + table + " WHERE consumer = ? AND entry > ?")) {
            forget.setString(1, consumer);
            forget.setLong(2, after);
            forget.executeUpdate();
        }
    }

    private static long behind(Connection connection, List<String> channels, long entry) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setArray(1, connection.createArrayOf("text", channels.toArray()));
            count.setLong(2, entry);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
