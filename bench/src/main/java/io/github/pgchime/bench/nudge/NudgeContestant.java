package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.ForkedContestant;
import io.github.pgchime.bench.Reader;
import io.github.pgchime.bench.ReaderProcess;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Who reads changes. */
enum NudgeContestant implements ForkedContestant {
    /** The feed as it comes. */
    DEFAULTS("pgchime, defaults (debounce 50 ms)"),
    /** Every nudge at once. */
    AT_ONCE("pgchime, debounce 0"),
    /** Every nudge at once, without asking whether a refetch would see it. */
    UNCHECKED("pgchime, debounce 0, visibilityCheck off"),
    /** The peer. It promises no visibility. */
    PGJDBC("pgjdbc PGReplicationStream");

    private final String title;

    NudgeContestant(String title) {
        this.title = title;
    }

    /** One of these in a process of its own. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ReaderProcess.serve(valueOf(arguments[0]), arguments[1]);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Class<?> process() {
        return NudgeContestant.class;
    }

    @Override
    public Reader open(String url, LongConsumer rows) {
        return switch (this) {
            case DEFAULTS -> nudge(NudgeFeed.builder(url), rows);
            case AT_ONCE -> nudge(NudgeFeed.builder(url).debounce(Duration.ZERO), rows);
            case UNCHECKED ->
                nudge(NudgeFeed.builder(url).debounce(Duration.ZERO).visibilityCheck(false), rows);
            case PGJDBC -> new PgjdbcReader(url, rows);
        };
    }

    private static Reader nudge(NudgeFeedBuilder feed, LongConsumer rows) {
        return new NudgeReader(feed, rows);
    }
}
