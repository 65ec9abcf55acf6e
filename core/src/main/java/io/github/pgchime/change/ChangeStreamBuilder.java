package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes a {@link ChangeStream}. What is not said keeps the default that {@link ChangeStreamOptions} states. */
public final class ChangeStreamBuilder {

    private static final long USUAL_MEMORY = 64L << 20;

    private ConnectionOptions connection;
    private String slot = "";
    private final List<String> publications = new ArrayList<>();
    private CreateSlot createSlot = CreateSlot.NEVER;
    private Optional<List<TableName>> createPublication = Optional.empty();
    private boolean failover;
    private boolean twoPhase;
    private boolean binary;
    private boolean streaming = true;
    private boolean tableDetails = true;
    private Optional<Lsn> start = Optional.empty();
    private Optional<Lsn> until = Optional.empty();
    private boolean autoAcknowledge;
    private boolean peek;
    private Duration statusInterval = Duration.ofSeconds(10);
    private Optional<Duration> liveness = Optional.of(Duration.ofSeconds(30));
    private Optional<Duration> heartbeat = Optional.empty();
    private long spoolMemory = Math.min(USUAL_MEMORY, Runtime.getRuntime().maxMemory() / 4);
    private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));
    private long maxValueSize = ChangeStreamOptions.GIBIBYTE;
    private Duration backoffFirst = Duration.ofMillis(100);
    private Duration backoffMost = Duration.ofSeconds(5);
    private ChangeListener listener = ChangeListener.NONE;
    private TimeSource time = TimeSource.system();
    private RandomGenerator random = RandomGenerator.getDefault();

    ChangeStreamBuilder(ConnectionOptions connection) {
        this.connection = connection;
    }

    /** The replication slot to read. It belongs to the application, and to one stream at a time. */
    public ChangeStreamBuilder slot(String name) {
        slot = name;
        return this;
    }

    /** A publication whose changes are sent; more of them with each call. */
    public ChangeStreamBuilder publication(String name) {
        publications.add(name);
        return this;
    }

    /** What to do where the slot does not exist when the stream is opened; later that is always an error. */
    public ChangeStreamBuilder createSlot(CreateSlot value) {
        createSlot = value;
        return this;
    }

    /** Creates the publication for these tables, or for all where none is named, if it does not exist. */
    public ChangeStreamBuilder createPublication(TableName... tables) {
        createPublication = Optional.of(List.of(tables));
        return this;
    }

    /** Whether a slot that is created is carried over to standbys; from PostgreSQL 17 on. */
    public ChangeStreamBuilder failover(boolean value) {
        failover = value;
        return this;
    }

    /**
     * Whether a slot that is created decodes prepared transactions as such; from PostgreSQL 15 on. They are delivered when
     * they are committed, as without it, but have come by then. As long as one is open the slot cannot be moved past it.
     */
    public ChangeStreamBuilder twoPhase(boolean value) {
        twoPhase = value;
        return this;
    }

    /**
     * Whether values are sent in the binary form, which is shorter for some and takes the server less time. Types
     * that pgchime does not know are then {@code byte[]} and not their text.
     */
    public ChangeStreamBuilder binary(boolean value) {
        binary = value;
        return this;
    }

    /**
     * Whether large transactions are sent while they are in progress, so that they are here when they are committed. Without
     * it the server keeps them on its own disk, and sends them then.
     */
    public ChangeStreamBuilder streaming(boolean value) {
        streaming = value;
        return this;
    }

    /**
     * Whether to look up, over a connection of its own, the primary keys and defaults of tables as they are first met, which
     * Debezium's records have besides what the slot sends.
     */
    public ChangeStreamBuilder tableDetails(boolean value) {
        tableDetails = value;
        return this;
    }

    /**
     * Begins behind this position, and has the slot forget what lies before. The server would go by what the slot has
     * confirmed if that is further; here that is an error.
     */
    public ChangeStreamBuilder start(Lsn position) {
        start = Optional.of(position);
        return this;
    }

    /**
     * Ends the iteration when all is delivered that was committed up to this position: with the transaction that ends there, or
     * when the server has come so far and has nothing more.
     */
    public ChangeStreamBuilder until(Lsn position) {
        until = Optional.of(position);
        return this;
    }

    /** Whether moving on from a transaction acknowledges it. */
    public ChangeStreamBuilder autoAcknowledge(boolean value) {
        autoAcknowledge = value;
        return this;
    }

    /**
     * Whether only to look: the server is not told what is acknowledged, nor how far it has come itself, so that the slot stays
     * where it is, for the next who reads it.
     */
    public ChangeStreamBuilder peek(boolean value) {
        peek = value;
        return this;
    }

    /** How the sessions are named in {@code pg_stat_activity}. */
    public ChangeStreamBuilder applicationName(String name) {
        connection = connection.toBuilder().applicationName(name).build();
        return this;
    }

    /** Asked for the password at every connect. */
    public ChangeStreamBuilder password(PasswordSupplier supplier) {
        connection = connection.toBuilder().password(supplier).build();
        return this;
    }

    /** From the look-up of the name to the session's start; also how long a slot's creation waits for one lock. */
    public ChangeStreamBuilder connectTimeout(Duration timeout) {
        connection = connection.toBuilder().connectTimeout(timeout).build();
        return this;
    }

    public ChangeStreamBuilder statusInterval(Duration interval) {
        statusInterval = interval;
        return this;
    }

    public ChangeStreamBuilder liveness(Duration limit) {
        liveness = Optional.of(limit);
        return this;
    }

    /** A silent connection is believed for ever. */
    public ChangeStreamBuilder livenessOff() {
        liveness = Optional.empty();
        return this;
    }

    /**
     * How often to write a logical message (prefix {@code pgchime.heartbeat}, never delivered) into the database. An idle slot
     * moves without it; it is for servers behind which something wants to see the log of this database grow.
     */
    public ChangeStreamBuilder heartbeat(Duration interval) {
        heartbeat = Optional.of(interval);
        return this;
    }

    /** How many bytes of transactions that are not yet whole, or being iterated over, are kept in memory. */
    public ChangeStreamBuilder spoolMemory(long bytes) {
        spoolMemory = bytes;
        return this;
    }

    /** Where transactions beyond that are kept, in files without names. */
    public ChangeStreamBuilder spoolDirectory(Path directory) {
        spoolDirectory = directory;
        return this;
    }

    /** How many bytes one value may have, so that a larger one is an error and not the end of the memory. */
    public ChangeStreamBuilder maxValueSize(long bytes) {
        maxValueSize = bytes;
        return this;
    }

    /** The ceilings of the first and the last delay before a reconnect. */
    public ChangeStreamBuilder backoff(Duration first, Duration most) {
        backoffFirst = first;
        backoffMost = most;
        return this;
    }

    public ChangeStreamBuilder listener(ChangeListener value) {
        listener = value;
        return this;
    }

    ChangeStreamBuilder time(TimeSource value) {
        time = value;
        return this;
    }

    ChangeStreamBuilder random(RandomGenerator value) {
        random = value;
        return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws ConfigException if one is out of range or two contradict each other
     */
    public ChangeStreamOptions options() {
        return new ChangeStreamOptions(
                connection,
                slot,
                publications,
                createSlot,
                createPublication,
                failover,
                twoPhase,
                binary,
                streaming,
                tableDetails,
                start,
                until,
                autoAcknowledge,
                peek,
                statusInterval,
                liveness,
                heartbeat,
                spoolMemory,
                spoolDirectory,
                maxValueSize,
                backoffFirst,
                backoffMost);
    }

    /**
     * Opens the stream, and makes the first attempt to connect. A server that cannot be reached just now, or a slot that
     * somebody else is using, is no error: whoever iterates waits for it.
     *
     * @throws ConfigException if a setting, or the server's configuration, is wrong, or the slot or the publication is missing
     * @throws SlotLostException if the slot does not have any more what it has not sent
     * @throws PgChimeException if the server refuses for a reason that no retry mends
     */
    public ChangeStream open() {
        ChangeStream stream = new ChangeStream(options(), listener, time, random);
        stream.connectOnce();
        return stream;
    }
}
