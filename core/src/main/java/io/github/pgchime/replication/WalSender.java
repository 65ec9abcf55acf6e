package io.github.pgchime.replication;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.ServerException;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Row;
import io.github.pgchime.wire.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session of replication commands, and then one stream. It knows no plugin.
 *
 * <p>One thread reads; {@link #sendStatus}, {@link #abort} and {@link #silence} are for any thread.
 */
public final class WalSender implements AutoCloseable {

    /** The version from which CREATE_REPLICATION_SLOT has its options in parentheses. */
    private static final int PARENTHESISED_OPTIONS = 15;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final PgConnection connection;

    private WalSender(PgConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens a session that takes replication commands.
     *
     * @param ticks nanoseconds from anywhere, by which {@link #silence} is measured
     */
    public static WalSender open(ConnectionOptions options, LongSupplier ticks) {
        try {
            return new WalSender(PgConnection.open(options, PgConnection.Role.WALSENDER, ticks));
        } catch (ServerException e) {
            if (e.sqlState().equals(INSUFFICIENT_PRIVILEGE)) {
                throw new ServerException(
                        "opening a replication connection (which needs ALTER ROLE " + options.user() + " REPLICATION)",
                        e.error());
            }
            throw e;
        }
    }

    public PgConnection connection() {
        return connection;
    }

    /** Runs SQL in the walsender's own session. An error in it would drop the temporary slot. */
    public List<Row> query(String sql) {
        return connection.query(sql);
    }

    /**
     * Creates a slot that dies with the connection, without a snapshot.
     *
     * <p>The server waits here for every write transaction that is open in any database; {@code lock_timeout} of this
     * session bounds each such wait (55P03).
     *
     * @return the position from which the slot decodes
     */
    public Lsn createTemporarySlot(String name, String plugin) {
        // The form before PostgreSQL 15's parenthesised options, which all versions take.
        return connection
                .queryRow("CREATE_REPLICATION_SLOT " + Sql.identifier(name) + " TEMPORARY LOGICAL "
                        + Sql.identifier(plugin) + " NOEXPORT_SNAPSHOT")
                .lsn("consistent_point");
    }

    /**
     * Creates a slot that stays until it is dropped, without a snapshot. The server waits here as it does for a temporary one.
     *
     * @param options what the slot is besides, in the words of the command: {@code TWO_PHASE}, {@code FAILOVER}
     * @return the position from which the slot decodes
     */
    public Lsn createSlot(String name, String plugin, List<String> options) {
        boolean parenthesised = connection.majorVersion() >= PARENTHESISED_OPTIONS;
        String ending = parenthesised
                ? Stream.concat(Stream.of("SNAPSHOT 'nothing'"), options.stream())
                        .collect(Collectors.joining(", ", " (", ")"))
                : Stream.concat(Stream.of("", "NOEXPORT_SNAPSHOT"), options.stream())
                        .collect(Collectors.joining(" "));
        return connection
                .queryRow("CREATE_REPLICATION_SLOT " + Sql.identifier(name) + " LOGICAL " + Sql.identifier(plugin)
                        + ending)
                .lsn("consistent_point");
    }

    /**
     * Returns normally if the server can decode at all.
     *
     * @throws ConfigException if it is not set up for it
     */
    public void requireLogicalDecoding() {
        String walLevel = connection
                .queryRow("SELECT current_setting('wal_level') AS wal_level")
                .text("wal_level");
        if (!walLevel.equals("logical")) {
            throw new ConfigException("wal_level is " + walLevel + ", and logical decoding needs logical: run"
                    + " ALTER SYSTEM SET wal_level = 'logical'; and restart the server");
        }
    }

    /** Which server this is, and where it stands. */
    public SystemIdentity identifySystem() {
        Row row = connection.queryRow("IDENTIFY_SYSTEM");
        return new SystemIdentity(row.text("systemid"), row.int64("timeline"), row.lsn("xlogpos"));
    }

    /** Where the server's timeline branched off from those before it; nothing from the first. */
    public TimelineHistory timelineHistory(long timeline) {
        return timeline == 1
                ? new TimelineHistory(Map.of())
                : TimelineHistory.parse(
                        connection.queryRow("TIMELINE_HISTORY " + timeline).text("content"));
    }

    /**
     * Starts streaming, and returns once the server streams.
     *
     * @param start where to start; behind what the slot has confirmed, or {@link Lsn#ZERO} for there. The server goes by
     *     what the slot has confirmed if that is further
     * @param pluginOptions what the output plugin is told
     * @param keptOfPayload how many bytes of each payload are of interest; the rest is not kept in memory
     */
    public void startLogical(String slot, Lsn start, Map<String, String> pluginOptions, int keptOfPayload) {
        String options = pluginOptions.entrySet().stream()
                .map(option -> Sql.identifier(option.getKey()) + " " + Sql.literal(option.getValue()))
                .collect(Collectors.joining(", "));
        connection.startCopyBoth(
                "START_REPLICATION SLOT " + Sql.identifier(slot) + " LOGICAL " + start
                        + (options.isEmpty() ? "" : " (" + options + ")"),
                (int) Math.min(Integer.MAX_VALUE, (long) ReplicationMessage.XLogData.HEADER + keptOfPayload));
    }

    /** Waits for the next message; a payload in it is valid until the next call. */
    public ReplicationMessage next() {
        return ReplicationMessage.decode(connection.nextCopyData());
    }

    /** Whether the next message is here, so that {@link #next} will not wait for it. */
    public boolean hasNext() {
        return connection.hasCopyData();
    }

    /** Reports a position, and asks for an answer if {@code replyRequested}. */
    public void sendStatus(Lsn position, Instant now, boolean replyRequested) {
        connection.sendCopyData(new StandbyStatus(position, position, now, replyRequested));
    }

    /** Tells the server that this is the end; it ends the session once it has read what was sent before. */
    public void sendTerminate() {
        connection.sendTerminate();
    }

    /** For how long the reader has been waiting for the server. */
    public Duration silence() {
        return connection.silence();
    }

    public void abort() {
        connection.abort();
    }

    /** As {@link #abort}: a polite end would be another path than a crash takes. */
    @Override
    public void close() {
        abort();
    }
}
