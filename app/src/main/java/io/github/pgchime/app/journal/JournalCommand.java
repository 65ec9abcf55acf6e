package io.github.pgchime.app.journal;

import io.github.pgchime.app.option.ArgumentText;
import io.github.pgchime.app.option.OutputFormat;
import io.github.pgchime.app.option.SizeText;
import io.github.pgchime.app.option.Target;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.journal.CleanupPlan;
import io.github.pgchime.journal.InstallOptions;
import io.github.pgchime.journal.Installation;
import io.github.pgchime.journal.Journal;
import io.github.pgchime.journal.JournalStatus;
import io.github.pgchime.journal.Json;
import io.github.pgchime.journal.Publication;
import io.github.pgchime.journal.Retention;
import io.github.pgchime.journal.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Durable notifications: installs the journal of a database, publishes to it, and moves its consumers about. */
@Command(
        name = "journal",
        description = "Durable notifications with playback, for named consumers.",
        subcommands = {TailCommand.class, ConsumeCommand.class},
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND")
public final class JournalCommand {

    @Mixin
    private Target target = new Target();

    @Mixin
    private OutputFormat format = new OutputFormat();

    JournalCommand() {}

    /** Its subcommands'; the caller closes it. */
    JournalPool open() {
        StderrLog.install(Level.WARNING);
        return new JournalPool(target.connection());
    }

    OutputFormat.Reader reader() {
        return format.reader();
    }

    private <T> T with(Function<Journal, T> task) {
        try (JournalPool pool = open()) {
            return task.apply(pool.journal());
        }
    }

    /** A number or a text of several lines, the same for people and programs. */
    private static int print(Object line) throws IOException {
        LineOutput.standard().line(line.toString());
        return 0;
    }

    private <T> int print(List<T> all, Function<T, String> text, Function<T, String> json) throws IOException {
        LineOutput out = LineOutput.standard();
        for (T each : all) {
            out.line(
                    switch (reader()) {
                        case TEXT -> text.apply(each);
                        case JSON -> json.apply(each);
                    });
        }
        return 0;
    }

    @Command(
            description = {
                "Installs the schema pgchime, or brings it up to date, and prints its version. Entries and consumers stay as they are.",
                "It makes the roles pgchime_publish, pgchime_consume and pgchime_administer where this role may."
            })
    int install(
            @Option(
                            names = "--notify",
                            description = "have entries told by NOTIFY, for roles without REPLICATION;"
                                    + " transactions that publish then wait for each other")
                    boolean notifies)
            throws IOException {
        Installation done =
                with(journal -> journal.install(InstallOptions.defaults().withWakeByNotify(notifies)));
        for (String role : done.missingRoles()) {
            System.err.println(
                    "pgchime: there is no role " + role + ", and this role may not create it; have CREATE ROLE " + role
                            + " run, then SELECT pgchime.grant_roles()");
        }
        return print(done.version());
    }

    @Command(
            description =
                    "Removes the schema pgchime with all entries and consumers, and the triggers of watched tables.")
    int uninstall() {
        return with(journal -> {
            journal.uninstall();
            return 0;
        });
    }

    @Command(description = "Publishes an entry, and prints its id once it is committed.")
    int publish(
            @Parameters(paramLabel = "CHANNEL", converter = ArgumentText.class) String channel,
            @Parameters(paramLabel = "JSON", description = "any JSON value", converter = ArgumentText.class)
                    String payload,
            @Option(names = "--key", paramLabel = "KEY", description = "what its order is kept by")
                    Optional<String> key)
            throws IOException {
        Publication plain = Publication.of(channel, Json.of(payload));
        return print(with(journal -> journal.publish(key.map(plain::withKey).orElse(plain))));
    }

    @Command(description = "Has every change of a table become an entry.")
    int watch(
            @Parameters(paramLabel = "TABLE", description = "schema.table", converter = ArgumentText.class)
                    String table,
            @Option(names = "--channel", paramLabel = "CHANNEL", defaultValue = "data_change") String channel,
            @Option(names = "--exclude", paramLabel = "COLUMN", split = ",", description = "is not told; repeatable")
                    String[] excluded,
            @Option(names = "--remove", description = "no longer; what became entries stays") boolean remove) {
        return with(journal -> {
            if (remove) {
                return journal.watch(table).remove() ? 0 : 1;
            }
            journal.watch(table)
                    .channel(channel)
                    .exclude(excluded == null ? new String[0] : excluded)
                    .install();
            return 0;
        });
    }

    @Command(
            description = {
                "Sends a consumer somewhere else, and prints how many entries lie behind there.",
                "They are handled again, where they were handled before."
            })
    int seek(
            @Parameters(paramLabel = "CONSUMER", converter = ArgumentText.class) String consumer,
            @Parameters(paramLabel = "now|earliest|ID|TIME", converter = StartText.class) Start start,
            @Option(names = "--dry-run", description = "only prints it") boolean dryRun)
            throws IOException {
        return print(with(journal -> dryRun ? journal.wouldSeek(consumer, start) : journal.seek(consumer, start)));
    }

    @Command(description = "Says how far each consumer is, what leads and wakes it, and how large the journal is.")
    int status() throws IOException {
        JournalStatus status = with(Journal::status);
        return switch (reader()) {
            case TEXT -> print(String.join("\n", StatusLines.text(status)));
            case JSON -> print(StatusLines.json(status));
        };
    }

    @Command(description = "Lists the consumers, a line each, with what status says of them.")
    int consumers() throws IOException {
        return print(with(Journal::status).consumers(), StatusLines::text, StatusLines::json);
    }

    @Command(description = "Lists what a consumer has given up: the entry, and the error.")
    int dead(@Parameters(paramLabel = "CONSUMER", converter = ArgumentText.class) String consumer) throws IOException {
        return print(with(journal -> journal.dead(consumer)), EntryText::of, EntryJson::of);
    }

    @Command(
            description = {
                "Drops entries that have outlived their time, whole partitions at once, as far as every consumer has done with them.",
                "Lists what became of each partition."
            })
    int cleanup(
            @Option(names = "--days", paramLabel = "NUMBER", description = "how old entries become")
                    Optional<Long> days,
            @Option(
                            names = "--size",
                            paramLabel = "SIZE",
                            description = "how large the journal becomes, such as 10GB",
                            converter = SizeText.class)
                    Optional<Long> size,
            @Option(
                            names = "--cut-off-days",
                            paramLabel = "NUMBER",
                            description = "consumers that hold older entries back lose them, and are told (never)")
                    Optional<Long> cutOffDays,
            @Option(names = "--dry-run", description = "only says what would become of them") boolean dryRun)
            throws IOException {
        Retention retention = new Retention(days.map(Duration::ofDays), size, cutOffDays.map(Duration::ofDays));
        CleanupPlan plan = with(journal -> dryRun ? journal.cleanupPlan(retention) : journal.cleanup(retention));
        return print(plan.partitions(), PartitionText::of, PartitionJson::of);
    }

    @Command(
            description = {
                "Says that the journal is where it is now, after its server was promoted or a backup restored.",
                "Prints how many entries come again, over all consumers."
            })
    int restamp() throws IOException {
        return print(with(Journal::restamp));
    }

    @Command(description = "Has a consumer try an entry again, a dead letter for instance.")
    int retry(
            @Parameters(paramLabel = "CONSUMER", converter = ArgumentText.class) String consumer,
            @Parameters(paramLabel = "ID") long entry) {
        return with(journal -> {
            journal.retry(consumer, entry);
            return 0;
        });
    }

    @Command(description = "Has no more entries handled by a consumer, whichever instance leads.")
    int pause(@Parameters(paramLabel = "CONSUMER", converter = ArgumentText.class) String consumer) {
        return with(journal -> {
            journal.pause(consumer);
            return 0;
        });
    }

    @Command(description = "Has a consumer go on that was paused.")
    int resume(@Parameters(paramLabel = "CONSUMER", converter = ArgumentText.class) String consumer) {
        return with(journal -> {
            journal.resume(consumer);
            return 0;
        });
    }
}
