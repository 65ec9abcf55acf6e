package io.github.pgchime.app.listen;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.app.option.ArgumentText;
import io.github.pgchime.app.option.OutputFormat;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifierBuilder;
import io.github.pgchime.notify.NotifyEvent;
import io.github.pgchime.notify.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what is notified on some channels, a line each, until it is told to end. */
@Command(
        name = "listen",
        description = {
            "Tells what is notified on these channels, a line each in commit order, until SIGINT or SIGTERM.",
            "gap: something may have been missed before; refetch what the notifications speak of."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ListenCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(3);

    @Parameters(
            paramLabel = "CHANNEL",
            arity = "1..*",
            description = "exactly as NOTIFY names it when quoted: Orders is not orders",
            converter = ArgumentText.class)
    private List<String> channels = new ArrayList<>();

    @Mixin
    private ListenOptions options = new ListenOptions();

    @Mixin
    private OutputFormat format = new OutputFormat();

    ListenCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.INFO);
        NotifierBuilder builder = options.builder();
        Thread reader = Thread.currentThread();
        try (Ending ending = new Ending(reader::interrupt, GRACE)) {
            listen(builder, ending);
        }
        return 0;
    }

    private void listen(NotifierBuilder builder, Ending ending) throws IOException {
        LineOutput out = LineOutput.standard();
        GivingUp givingUp = new GivingUp();
        try (Notifier notifier = builder.listener(givingUp).build()) {
            Subscription events = subscribe(notifier, givingUp, ending);
            EventLines lines = lines(events);
            print(events, lines, out);
            // The signal's interrupt has ended that; what had arrived before is still told.
            Thread.interrupted();
            notifier.shutdown(GRACE);
            print(events, lines, out);
        } catch (ClosedOutputException nobodyReads) {
            return;
        } catch (PgChimeException e) {
            // What a signal interrupts says that it was interrupted.
            if (!ending.isRequested()) {
                throw e;
            }
        }
    }

    /** Waits for as long as the notifier goes on trying, not only for the server's answer. */
    private Subscription subscribe(Notifier notifier, GivingUp givingUp, Ending ending) {
        while (true) {
            try {
                return notifier.subscription(channels).subscribe();
            } catch (ConnectionLostException e) {
                if (givingUp.hasCome() || ending.isRequested()) {
                    throw e;
                }
            }
        }
    }

    private EventLines lines(Subscription events) {
        return switch (format.reader()) {
            case TEXT -> new TextLines(InstantSource.system(), ZoneId.systemDefault());
            case JSON -> new JsonLines(events.channels());
        };
    }

    private static void print(Subscription events, EventLines lines, LineOutput out) throws IOException {
        for (NotifyEvent event : events) {
            out.line(lines.line(event));
        }
    }
}
