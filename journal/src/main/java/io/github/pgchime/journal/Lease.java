package io.github.pgchime.journal;

import io.github.pgchime.journal.jdbc.Database;
import io.github.pgchime.journal.jdbc.SqlFile;
import io.github.pgchime.lifecycle.TimeSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The right to handle a consumer's entries, until a time by the database's clock. It counts its own time from before it asked, so that
 * it ends here before it ends there. Thread-safe.
 */
final class Lease {

    private static final String TAKE = SqlFile.read(Lease.class, "take-lease.sql");
    private static final String RENEW = SqlFile.read(Lease.class, "renew-lease.sql");
    private static final String RELEASE = SqlFile.read(Lease.class, "release-lease.sql");

    /** What of its length is left for what is under way here when it ends. */
    private static final int MARGIN_DIVISOR = 5;

    private final String consumer;
    private final long epoch;
    private final Position position;
    private final Duration length;
    private final TimeSource time;
    private volatile long until;
    private volatile boolean paused;
    private volatile boolean over;

    private Lease(String consumer, ResultSet row, Duration length, TimeSource time, long asked) throws SQLException {
        this.consumer = consumer;
        this.epoch = row.getLong("epoch");
        long batch = row.getLong("batch");
        OptionalLong unlessNull = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(batch);
        this.position = new Position(row.getLong("tick"), unlessNull, row.getLong("entry"));
        this.paused = row.getBoolean("paused");
        this.length = length;
        this.time = time;
        this.until = asked + usable();
    }

    /**
     * Takes it if nobody has it, or it has run out, or this instance has it.
     *
     * @param instance unlike any other
     */
    static Optional<Lease> take(Database database, ConsumerOptions options, String instance, TimeSource time) {
        long asked = time.nanos();
        return database.transaction("taking the lease of consumer " + options.name(), connection -> {
            try (PreparedStatement take = connection.prepareStatement(TAKE)) {
                take.setString(1, options.name());
                take.setString(2, instance);
                take.setString(3, instance);
                take.setLong(4, options.lease().toMillis());
                try (ResultSet row = take.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Lease(options.name(), row, options.lease(), time, asked))
                            : Optional.empty();
                }
            }
        });
    }

    private long usable() {
        return length.minus(length.dividedBy(MARGIN_DIVISOR)).toNanos();
    }

    long epoch() {
        return epoch;
    }

    /** Where the consumer was when it was taken. */
    Position position() {
        return position;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isValid() {
        return !over && until - time.nanos() > 0;
    }

    /** It is not to be used any more, whatever is left of it. */
    void end() {
        over = true;
    }

    /**
     * Puts its end off.
     *
     * @throws LeaseLostException if somebody else has it
     */
    void renew(Database database) {
        long asked = time.nanos();
        Optional<Boolean> renewed = database.transaction("renewing the lease of consumer " + consumer, connection -> {
            try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
                renew.setLong(1, length.toMillis());
                renew.setString(2, consumer);
                renew.setLong(3, epoch);
                try (ResultSet row = renew.executeQuery()) {
                    return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
                }
            }
        });
        paused = renewed.orElseThrow(this::lost);
        until = asked + usable();
    }

    /** Gives it back, so that another instance may take it at once. */
    void release(Database database) {
        database.transaction("giving back the lease of consumer " + consumer, connection -> {
            try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
                release.setString(1, consumer);
                release.setLong(2, epoch);
                return release.executeUpdate();
            }
        });
    }

    LeaseLostException lost() {
        return new LeaseLostException(consumer, epoch);
    }
}
