package io.github.pgchime.app.journal;

import io.github.pgchime.app.option.ArgumentText;
import io.github.pgchime.app.option.SecondsText;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.journal.ConsumerBuilder;
import io.github.pgchime.journal.Entry;
import io.github.pgchime.journal.Journal;
import io.github.pgchime.journal.JournalConsumer;
import io.github.pgchime.journal.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A consumer made of a pipe. */
@Command(
        name = "tail",
        description = {
            "Prints the entries of channels as a named consumer, a line each, until SIGINT or SIGTERM.",
            "What is written to standard output is acknowledged, and not printed again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
@SuppressWarnings("try") // whatever is opened runs as long as the block
final class TailCommand implements Callable<Integer> {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration GRACE = Duration.ofSeconds(5);

    @Option(
            names = "--consumer",
            required = true,
            paramLabel = "NAME",
            description = "whose position it is; made if there is none",
            converter = ArgumentText.class)
    private String consumer = "";

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "whose entries; repeatable (those of all channels)",
            converter = ArgumentText.class)
    private List<String> channels = List.of();

    @Option(
            names = "--from",
            paramLabel = "now|earliest|ID|TIME",
            description = "where a new consumer begins (now)",
            converter = StartText.class)
    private Start start = Start.now();

    @Option(
            names = "--idle-exit",
            paramLabel = "SECONDS",
            description = "end when no entry has come for so long; 500ms or 5m do as well",
            converter = SecondsText.class)
    private Optional<Duration> idleExit = Optional.empty();

    @ParentCommand
    private JournalCommand journal = new JournalCommand();

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Optional<IOException>> notWritten = new AtomicReference<>(Optional.empty());
    private final AtomicLong last = new AtomicLong();
    private final LineOutput out = LineOutput.standard();

    TailCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (JournalPool pool = journal.open();
                Ending ending = new Ending(over::countDown, GRACE);
                JournalConsumer tail = builder(pool.journal()).start()) {
            last.set(System.nanoTime());
            await(tail);
        } catch (ClosedOutputException nobodyReads) {
            return 0;
        }
        return 0;
    }

    private ConsumerBuilder builder(Journal entries) {
        ConsumerBuilder builder = entries.consumer(consumer).from(start).handler(this::print);
        return channels.isEmpty() ? builder.allChannels() : builder.channels(channels.toArray(String[]::new));
    }

    private void await(JournalConsumer tail) throws IOException, InterruptedException {
        Duration left;
        do {
            left = idleExit.map(most -> most.minusNanos(System.nanoTime() - last.get()))
                    .orElse(LONG);
            // Until it leads nothing can come.
            if (!left.isPositive() && tail.isLeading()) {
                break;
            }
        } while (!over.await(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
        if (notWritten.get().isPresent()) {
            throw notWritten.get().orElseThrow();
        }
    }

    /** What cannot be written is not acknowledged: it ends as if it were interrupted. */
    private void print(Entry entry) throws InterruptedException {
        try {
            out.line(
                    switch (journal.reader()) {
                        case TEXT -> EntryText.of(entry);
                        case JSON -> EntryJson.of(entry);
                    });
        } catch (IOException e) {
            notWritten.set(Optional.of(e));
            over.countDown();
            throw new InterruptedException("standard output is gone");
        }
        last.set(System.nanoTime());
    }
}
