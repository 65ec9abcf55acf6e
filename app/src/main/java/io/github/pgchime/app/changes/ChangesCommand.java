package io.github.pgchime.app.changes;

import io.github.pgchime.ConfigException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.app.option.CountText;
import io.github.pgchime.app.option.SecondsText;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.ChangeStreamBuilder;
import io.github.pgchime.change.DebeziumJson;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints every committed change, a line each, and acknowledges what is printed. */
@Command(
        name = "changes",
        description = {
            "Prints every committed change of a publication's tables, a line each, until SIGINT or SIGTERM.",
            "What is written to standard output is acknowledged, whole transactions at a time, and not sent again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ChangesCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(3);

    @Option(
            names = "--format",
            paramLabel = "debezium|keyed|text",
            description = "how they are printed: the values of Debezium's records, the records with topic and key,"
                    + " or text for people (debezium)",
            converter = Format.Names.class)
    private Format format = Format.DEBEZIUM;

    @Option(
            names = {"-o", "--option"},
            paramLabel = "NAME=VALUE",
            description = "an option of Debezium's, such as decimal.handling.mode=string; repeatable")
    private Map<String, String> debeziumOptions = new LinkedHashMap<>();

    @Option(
            names = "--max-changes",
            paramLabel = "NUMBER",
            description = "end after so many changes",
            converter = CountText.class)
    private long maxChanges = Long.MAX_VALUE;

    @Option(
            names = "--idle-exit",
            paramLabel = "SECONDS",
            description = "end when no transaction has come for so long; 500ms or 5m do as well",
            converter = SecondsText.class)
    private Optional<Duration> idleExit = Optional.empty();

    @Mixin
    private StreamOptions options = new StreamOptions();

    ChangesCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.INFO);
        if (idleExit.isPresent() && !idleExit.get().isPositive()) {
            throw new ConfigException("--idle-exit 0 leaves no time for anything to come; expected 1ms or more");
        }
        if (format == Format.TEXT && !debeziumOptions.isEmpty()) {
            throw new ConfigException("--option is for the formats debezium and keyed; leave it out for text");
        }
        DebeziumJson json = DebeziumJson.of(debeziumOptions);
        ChangeStreamBuilder builder = options.builder();
        AtomicReference<Runnable> end = new AtomicReference<>(Thread.currentThread()::interrupt);
        try (Ending ending = new Ending(() -> end.get().run(), GRACE)) {
            print(builder, json, ending, end);
        }
        return 0;
    }

    private void print(ChangeStreamBuilder builder, DebeziumJson json, Ending ending, AtomicReference<Runnable> end)
            throws IOException {
        Link link = new Link();
        try (ChangeStream stream = builder.listener(link).open()) {
            Waiting waiting = new Waiting(stream.iterator()::hasNext, stream::close, System::nanoTime);
            end.set(waiting::end);
            idleExit.ifPresent(
                    most -> Thread.ofVirtual().name("pgchime-idle").start(new IdleWatch(waiting, most, Thread::sleep)));
            GatheredOutput out = GatheredOutput.standard();
            new Printer(stream, waiting, lines(json, out, waiting), out).print(maxChanges);
            if (!ending.isRequested()) {
                link.requireUp();
            }
        } catch (ClosedOutputException nobodyReads) {
            return;
        } catch (PgChimeException e) {
            // What a signal cuts short says that it was cut short.
            if (!ending.isRequested()) {
                throw e;
            }
        }
    }

    private ChangeLines lines(DebeziumJson json, GatheredOutput out, Waiting waiting) {
        return switch (format) {
            case DEBEZIUM -> new RecordLines(json, new ValueLine(), out, waiting::isOver);
            case KEYED -> new RecordLines(json, new KeyedLine(), out, waiting::isOver);
            case TEXT -> new TextLines(InstantSource.system(), ZoneId.systemDefault(), out, waiting::isOver);
        };
    }
}
