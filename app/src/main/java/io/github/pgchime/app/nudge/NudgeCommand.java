package io.github.pgchime.app.nudge;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.app.option.OutputFormat;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private OutputFormat format = new OutputFormat();

    NudgeCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.INFO);
        NudgeFeedBuilder builder = options.builder();
        ItemLines lines = lines(format.reader());
        Thread reader = Thread.currentThread();
        try (Ending ending = new Ending(reader::interrupt, GRACE)) {
            print(builder, lines, ending);
        }
        return 0;
    }

    private static ItemLines lines(OutputFormat.Reader reader) {
        return switch (reader) {
            case TEXT -> new TextLines(InstantSource.system(), ZoneId.systemDefault());
            case JSON -> new JsonLines();
        };
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
