package io.github.pgchime.app.changes;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import io.github.pgchime.TableName;
import io.github.pgchime.app.option.ArgumentText;
import io.github.pgchime.app.option.DurationText;
import io.github.pgchime.app.option.LsnText;
import io.github.pgchime.app.option.Reconnecting;
import io.github.pgchime.app.option.SizeText;
import io.github.pgchime.app.option.Switch;
import io.github.pgchime.app.option.Target;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.ChangeStreamBuilder;
import io.github.pgchime.change.ChangeStreamOptions;
import io.github.pgchime.change.CreateSlot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A change stream's settings as options; what is not given keeps the stream's own default. */
final class StreamOptions {

    private static final String ALL = "all";

    @Mixin
    private Target target = new Target();

    @Option(
            names = "--slot",
            paramLabel = "NAME",
            description = "replication slot to read, which remembers how far it was read",
            converter = ArgumentText.class)
    private Optional<String> slot = Optional.empty();

    @Option(
            names = "--publication",
            paramLabel = "NAME",
            description = "publication whose changes are sent; repeatable",
            converter = ArgumentText.class)
    private List<String> publications = new ArrayList<>();

    @Option(names = "--create-slot", description = "create the slot if it does not exist; it stays until it is dropped")
    private boolean createSlot;

    @Option(
            names = "--temporary",
            description = "create a slot that ends with the command; --slot may be left out then")
    private boolean temporary;

    @Option(
            names = "--create-publication",
            paramLabel = "TABLES|all",
            split = ",",
            hideParamSyntax = true,
            description = "create the publication if it does not exist, for all tables, or for these"
                    + " (schema.table, quoted as in SQL where it needs it) with commas between them",
            converter = ArgumentText.class)
    private List<String> createPublication = new ArrayList<>();

    @Option(names = "--no-ack", description = "look only: the slot stays where it is")
    private boolean peek;

    @Option(
            names = "--start",
            paramLabel = "LSN",
            description = "begin behind this position, and have the slot forget what lies before",
            converter = LsnText.class)
    private Optional<Lsn> start = Optional.empty();

    @Option(
            names = "--until-lsn",
            paramLabel = "LSN",
            description = "end when all that was committed up to this position is printed",
            converter = LsnText.class)
    private Optional<Lsn> until = Optional.empty();

    @Option(names = "--failover", description = "a slot that is created is carried over to standbys (PostgreSQL 17)")
    private boolean failover;

    @Option(
            names = "--two-phase",
            description = "a slot that is created decodes prepared transactions as such (PostgreSQL 15)")
    private boolean twoPhase;

    @Option(names = "--binary", description = "have values sent in the binary form where their type has one")
    private boolean binary;

    @Option(
            names = "--streaming",
            paramLabel = "on|off",
            description = "have large transactions sent while they are in progress (on)",
            converter = Switch.Text.class)
    private Optional<Switch> streaming = Optional.empty();

    @Option(
            names = "--table-details",
            paramLabel = "on|off",
            description = "look up primary keys and defaults, over a second connection (on)",
            converter = Switch.Text.class)
    private Optional<Switch> tableDetails = Optional.empty();

    @Option(
            names = "--heartbeat",
            paramLabel = "DURATION",
            description = "how often to write a logical message into the database (never)",
            converter = DurationText.class)
    private Optional<Duration> heartbeat = Optional.empty();

    @Option(
            names = "--spool-memory",
            paramLabel = "SIZE",
            description = "how much of transactions is kept in memory (64MiB, at most a quarter of Java's)",
            converter = SizeText.class)
    private Optional<Long> spoolMemory = Optional.empty();

    @Option(
            names = "--spool-directory",
            paramLabel = "DIRECTORY",
            description = "where the rest is kept meanwhile (the system's for temporary files)")
    private Optional<Path> spoolDirectory = Optional.empty();

    @Option(
            names = "--max-value-size",
            paramLabel = "SIZE",
            description = "a larger value is an error (1GiB)",
            converter = SizeText.class)
    private Optional<Long> maxValueSize = Optional.empty();

    @Option(
            names = "--status-interval",
            paramLabel = "DURATION",
            description = "how often the server hears from this side (10s)",
            converter = DurationText.class)
    private Optional<Duration> statusInterval = Optional.empty();

    @Mixin
    private Reconnecting reconnecting = new Reconnecting();

    StreamOptions() {}

    /**
     * A stream as the options, and the environment, ask for.
     *
     * @throws ConfigException if one of them is wrong
     */
    ChangeStreamBuilder builder() {
        ChangeStreamBuilder stream = ChangeStream.builder(target.connection())
                .slot(slot.orElseGet(() -> temporary ? newName() : ""))
                .createSlot(slotCreation())
                .peek(peek)
                .failover(failover)
                .twoPhase(twoPhase)
                .binary(binary);
        publications.forEach(stream::publication);
        if (!createPublication.isEmpty()) {
            stream.createPublication(tables());
        }
        start.ifPresent(stream::start);
        until.ifPresent(stream::until);
        streaming.ifPresent(choice -> stream.streaming(choice == Switch.ON));
        tableDetails.ifPresent(choice -> stream.tableDetails(choice == Switch.ON));
        statusInterval.ifPresent(stream::statusInterval);
        heartbeat.ifPresent(stream::heartbeat);
        spoolMemory.ifPresent(stream::spoolMemory);
        spoolDirectory.ifPresent(stream::spoolDirectory);
        maxValueSize.ifPresent(stream::maxValueSize);
        reconnecting
                .liveness()
                .ifPresent(limit -> limit.value().ifPresentOrElse(stream::liveness, stream::livenessOff));
        ChangeStreamOptions soFar = stream.options();
        return stream.backoff(
                reconnecting.backoffFirst().orElse(soFar.backoffFirst()),
                reconnecting.backoffMost().orElse(soFar.backoffMost()));
    }

    private CreateSlot slotCreation() {
        if (temporary && createSlot) {
            throw new ConfigException("--create-slot and --temporary exclude each other; give --create-slot for a slot"
                    + " that stays, --temporary for one that ends with the command");
        }
        if (temporary) {
            return CreateSlot.TEMPORARY;
        }
        return createSlot ? CreateSlot.IF_MISSING : CreateSlot.NEVER;
    }

    private static String newName() {
        return "pgchime_"
                + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextLong());
    }

    private TableName[] tables() {
        return createPublication.equals(List.of(ALL))
                ? new TableName[0]
                : createPublication.stream().map(TableName::parse).toArray(TableName[]::new);
    }
}
