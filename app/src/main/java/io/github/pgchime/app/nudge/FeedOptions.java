package io.github.pgchime.app.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.app.option.DurationText;
import io.github.pgchime.app.option.Limit;
import io.github.pgchime.app.option.Names;
import io.github.pgchime.app.option.Reconnecting;
import io.github.pgchime.app.option.Switch;
import io.github.pgchime.app.option.Target;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.nudge.Plugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every setting of a nudge feed as an option; what is not given keeps the feed's own default. */
public final class FeedOptions {

    @Mixin
    private Target target = new Target();

    @Mixin
    private Reconnecting reconnecting = new Reconnecting();

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            description = "watch this table, quoted as in SQL where it needs it; repeatable (all tables)")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--plugin",
            paramLabel = "auto|test_decoding|wal2json|pgoutput",
            description = "output plugin that decodes (auto)",
            converter = PluginNames.class)
    private Optional<Plugin> plugin = Optional.empty();

    @Option(
            names = "--publication",
            paramLabel = "NAME",
            description = "an existing publication, for pgoutput (none; none is ever created)")
    private Optional<String> publication = Optional.empty();

    @Option(
            names = "--status-interval",
            paramLabel = "DURATION",
            description = "how often the server hears from this side (10s)",
            converter = DurationText.class)
    private Optional<Duration> statusInterval = Optional.empty();

    @Option(
            names = "--debounce",
            paramLabel = "DURATION",
            description = "how long it must be quiet before a batch is told; 0 tells at once (50ms)",
            converter = DurationText.class)
    private Optional<Duration> debounce = Optional.empty();

    @Option(
            names = "--max-batch-wait",
            paramLabel = "DURATION",
            description = "how long a batch waits for quiet at most (20 times --debounce)",
            converter = DurationText.class)
    private Optional<Duration> maxBatchWait = Optional.empty();

    @Option(
            names = "--failsafe",
            paramLabel = "DURATION|off",
            description = "tell a resync this often in any case (off)",
            converter = Limit.Text.class)
    private Optional<Limit> failsafe = Optional.empty();

    @Option(
            names = "--visibility-check",
            paramLabel = "on|off",
            description = "tell a change only once a refetch would see it, asked over a second connection (on)",
            converter = Switch.Text.class)
    private Optional<Switch> visibilityCheck = Optional.empty();

    @Option(
            names = "--max-tables",
            paramLabel = "NUMBER",
            description = "distinct tables kept count of, before a resync is told instead (10000)")
    private Optional<Integer> maxTables = Optional.empty();

    public FeedOptions() {}

    /**
     * A feed as the options, and the environment, ask for.
     *
     * @throws ConfigException if one of them is wrong
     */
    public NudgeFeedBuilder builder() {
        NudgeFeedBuilder feed = NudgeFeed.builder(target.connection()).tables(tables.toArray(String[]::new));
        NudgeOptions defaults = feed.options();
        plugin.ifPresent(feed::plugin);
        publication.ifPresent(feed::publication);
        statusInterval.ifPresent(feed::statusInterval);
        reconnecting.liveness().ifPresent(limit -> limit.value().ifPresentOrElse(feed::liveness, feed::livenessOff));
        debounce.ifPresent(feed::debounce);
        maxBatchWait.ifPresent(feed::maxBatchWait);
        failsafe.flatMap(Limit::value).ifPresent(feed::failsafe);
        feed.backoff(
                reconnecting.backoffFirst().orElse(defaults.backoffFirst()),
                reconnecting.backoffMost().orElse(defaults.backoffMost()));
        visibilityCheck.ifPresent(choice -> feed.visibilityCheck(choice == Switch.ON));
        maxTables.ifPresent(feed::maxTables);
        return feed;
    }

    /** Plugins by PostgreSQL's names for them. */
    static final class PluginNames extends Names<Plugin> {
        PluginNames() {
            super(Plugin.class);
        }
    }
}
