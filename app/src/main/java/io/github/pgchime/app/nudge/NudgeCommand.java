package io.github.pgchime.app.nudge;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.app.process.Terminal;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what a nudge feed says, a line each, until it is told to end. */
@Command(
        name = "nudge",
        description = {
            "Tells which tables moved, a line each, until SIGINT or SIGTERM.",
            "resync: reload everything, something may have been missed. batch: these tables moved."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class NudgeCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(3);

    @Mixin
    private FeedOptions options = new FeedOptions();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "how items are printed (text on a terminal, else json)",
            converter = ItemFormat.Names.class)
    private Optional<ItemFormat> format = Optional.empty();

    NudgeCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.INFO);
        NudgeFeedBuilder builder = options.builder();
        ItemFormat chosen = format.orElse(Terminal.current().interactive() ? ItemFormat.TEXT : ItemFormat.JSON);
        Thread reader = Thread.currentThread();
        try (Ending ending = new Ending(reader::interrupt, GRACE)) {
            print(builder, chosen.lines(), ending);
        }
        return 0;
    }

    private static void print(NudgeFeedBuilder builder, ItemLines lines, Ending ending) throws IOException {
        LineOutput out = LineOutput.standard();
        try (NudgeFeed feed = builder.open()) {
            for (FeedItem item : feed) {
                out.line(lines.line(item));
            }
        } catch (ClosedOutputException nobodyReads) {
            return;
        } catch (PgChimeException e) {
            // An interrupted opening says that it was interrupted.
            if (!ending.isRequested()) {
                throw e;
            }
        }
    }
}
