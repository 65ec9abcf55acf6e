package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.DurationRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of a {@link ChangeStream}; {@link ChangeStream#builder(String)} makes it, with the defaults.
 *
 * @param connection where and as whom
 * @param slot the replication slot's name: 1 to 63 of {@code a-z}, {@code 0-9} and {@code _}
 * @param publications which publications are sent; at least one
 * @param createSlot what to do where the slot does not exist (nothing)
 * @param createPublication the tables for which to create the one publication if it does not exist; none of them
 *     means all tables; empty means not to create it
 * @param failover whether a slot that is created is carried over to standbys (no); from PostgreSQL 17 on
 * @param twoPhase whether a slot that is created decodes prepared transactions as such (no); from PostgreSQL 15 on
 * @param binary whether values are sent in the binary form, where their type has one (no)
 * @param streaming whether large transactions are sent while they are in progress (yes); from PostgreSQL 14 on
 * @param tableDetails whether primary keys and defaults are looked up as tables are first met (yes); without them Debezium's
 *     records go by the replica identity
 * @param start where to begin, if further than the slot has confirmed
 * @param until where to end: behind the last transaction that was committed up to there (nowhere)
 * @param autoAcknowledge whether moving on from a transaction acknowledges it (no)
 * @param peek whether the server is not told what is acknowledged (no)
 * @param statusInterval how often the server hears from this side at least (10 s), or three times in
 *     {@code wal_sender_timeout} if that is shorter
 * @param liveness how long a silent connection is believed (30 s); longer than {@code statusInterval}; empty is for
 *     ever
 * @param heartbeat how often a logical message is written to keep an idle database's slot moving (never)
 * @param spoolMemory how many bytes of transactions are kept in memory (64 MiB, or a quarter of the heap if that is less)
 * @param spoolDirectory where those beyond are kept (the system's temporary directory)
 * @param maxValueSize how many bytes one value may have (1 GiB, PostgreSQL's own limit)
 * @param backoffFirst the ceiling of the first delay before a reconnect (100 ms)
 * @param backoffMost the ceiling of the last (5 s)
 */
public record ChangeStreamOptions(
        ConnectionOptions connection,
        String slot,
        List<String> publications,
        CreateSlot createSlot,
        Optional<List<TableName>> createPublication,
        boolean failover,
        boolean twoPhase,
        boolean binary,
        boolean streaming,
        boolean tableDetails,
        Optional<Lsn> start,
        Optional<Lsn> until,
        boolean autoAcknowledge,
        boolean peek,
        Duration statusInterval,
        Optional<Duration> liveness,
        Optional<Duration> heartbeat,
        long spoolMemory,
        Path spoolDirectory,
        long maxValueSize,
        Duration backoffFirst,
        Duration backoffMost) {

    /** PostgreSQL's own limit of a value, {@code MaxAllocSize} and a byte. */
    static final long GIBIBYTE = 1L << 30;

    private static final long LEAST_MEMORY = 64 * 1024;
    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    public ChangeStreamOptions {
        publications = List.copyOf(publications);
        createPublication = createPublication.map(List::copyOf);
        if (!SLOT.matcher(slot).matches()) {
            throw new ConfigException(
                    slot.isEmpty()
                            ? "slot is not given; name the replication slot to read"
                            : "slot \"" + slot
                                    + "\" is no replication slot's name; expected 1 to 63 of a-z, 0-9 and _");
        }
        if (publications.isEmpty()
                || publications.stream().anyMatch(name -> name.isBlank() || name.indexOf('\0') >= 0)) {
            throw new ConfigException(
                    "publication " + (publications.isEmpty() ? "is not given" : "is empty, or has a NUL")
                            + "; name an existing publication, or one to create");
        }
        if (createPublication.isPresent() && publications.size() != 1) {
            throw new ConfigException("createPublication needs one publication to create, not " + publications.size());
        }
        if (createSlot == CreateSlot.TEMPORARY && (failover || start.isPresent())) {
            throw new ConfigException((failover ? "failover" : "start")
                    + " is of no use to a temporary slot, which ends with its session");
        }
        if (start.isPresent() && until.isPresent() && until.get().compareTo(start.get()) < 0) {
            throw new ConfigException("until " + until.get() + " is before start " + start.get()
                    + "; expected a later position, or none");
        }
        new DurationRange(MILLISECOND, HOUR).require("statusInterval", statusInterval);
        if (liveness.isPresent()) {
            new DurationRange(MILLISECOND, DAY).require("liveness", liveness.get());
            if (liveness.get().compareTo(statusInterval) <= 0) {
                throw new ConfigException("liveness " + DurationRange.text(liveness.get())
                        + " must exceed statusInterval " + DurationRange.text(statusInterval)
                        + ", which is how often a quiet server is made to answer");
            }
        }
        heartbeat.ifPresent(interval -> new DurationRange(Duration.ofSeconds(1), DAY).require("heartbeat", interval));
        requireBytes("spoolMemory", spoolMemory, LEAST_MEMORY, Long.MAX_VALUE);
        requireBytes("maxValueSize", maxValueSize, LEAST_MEMORY, GIBIBYTE);
        if (!Files.isDirectory(spoolDirectory) || !Files.isWritable(spoolDirectory)) {
            throw new ConfigException(
                    "spoolDirectory " + spoolDirectory + " is no directory that this process can write to");
        }
        new DurationRange(MILLISECOND, HOUR).require("backoffFirst", backoffFirst);
        new DurationRange(backoffFirst, HOUR).require("backoffMost", backoffMost);
    }

    private static void requireBytes(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigException(option + " " + value + " bytes is out of range; expected at least " + least
                    + (most == Long.MAX_VALUE ? "" : " and at most " + most));
        }
    }
}
