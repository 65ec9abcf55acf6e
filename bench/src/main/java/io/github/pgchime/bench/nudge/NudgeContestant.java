package io.github.pgchime.bench;

import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Who is measured. */
enum Contestant {
    /** The feed as it comes. */
    DEFAULTS("pgchime, defaults (debounce 50 ms)"),
    /** Every nudge at once. */
    AT_ONCE("pgchime, debounce 0"),
    /** Every nudge at once, without asking whether a refetch would see it. */
    UNCHECKED("pgchime, debounce 0, visibilityCheck off"),
    /** The peer. It promises no visibility. */
    PGJDBC("pgjdbc PGReplicationStream");

    private final String title;

    Contestant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Opens a reader; what is written once this returns is told to {@code rows}, a count for each item. */
    Reader open(String url, LongConsumer rows) {
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
