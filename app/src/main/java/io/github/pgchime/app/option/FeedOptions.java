package io.github.pgchime.app.option;

import io.github.pgchime.ConfigException;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import io.github.pgchime.nudge.Plugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Every setting of a nudge feed as an option; what is not given keeps the feed's own default. */
public final class FeedOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "postgresql://",
            description =
                    "where to connect: postgresql://user@host:port/database; the PG* environment fills in the rest")
    private String url = "";

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
            names = "--application-name",
            paramLabel = "NAME",
            description = "what pg_stat_activity shows (PGAPPNAME, or pgchime)")
    private Optional<String> applicationName = Optional.empty();

    @Option(
            names = "--status-interval",
            paramLabel = "DURATION",
            description = "how often the server hears from this side (10s)",
            converter = DurationText.class)
    private Optional<Duration> statusInterval = Optional.empty();

    @Option(
            names = "--liveness",
            paramLabel = "DURATION|off",
            description = "how long a silent connection is believed (30s)",
            converter = Limit.Text.class)
    private Optional<Limit> liveness = Optional.empty();

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            description = "how long connecting may take (PGCONNECT_TIMEOUT, or 10s)",
            converter = DurationText.class)
    private Optional<Duration> connectTimeout = Optional.empty();

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
            names = "--backoff-first",
            paramLabel = "DURATION",
            description = "ceiling of the first delay before a reconnect (100ms)",
            converter = DurationText.class)
    private Optional<Duration> backoffFirst = Optional.empty();

    @Option(
            names = "--backoff-most",
            paramLabel = "DURATION",
            description = "ceiling of the last (5s)",
            converter = DurationText.class)
    private Optional<Duration> backoffMost = Optional.empty();

    @Option(
            names = "--visibility-check",
            paramLabel = "on|off",
            description = "tell a change only once a refetch would see it, asked over a second connection (on)",
            converter = Switch.Names.class)
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
        NudgeFeedBuilder feed = NudgeFeed.builder(url).tables(tables.toArray(String[]::new));
        plugin.ifPresent(feed::plugin);
        publication.ifPresent(feed::publication);
        applicationName.ifPresent(feed::applicationName);
        statusInterval.ifPresent(feed::statusInterval);
        liveness.ifPresent(limit -> limit.value().ifPresentOrElse(feed::liveness, feed::livenessOff));
        connectTimeout.ifPresent(feed::connectTimeout);
        debounce.ifPresent(feed::debounce);
        maxBatchWait.ifPresent(feed::maxBatchWait);
        failsafe.flatMap(Limit::value).ifPresent(feed::failsafe);
        backoff(feed);
        visibilityCheck.ifPresent(choice -> feed.visibilityCheck(choice == Switch.ON));
        maxTables.ifPresent(feed::maxTables);
        return feed;
    }

    /** The feed takes both ceilings at once: one alone leaves the other at the feed's default. */
    private void backoff(NudgeFeedBuilder feed) {
        if (backoffFirst.isPresent() || backoffMost.isPresent()) {
            var defaults = NudgeFeed.builder(url).options();
            feed.backoff(backoffFirst.orElse(defaults.backoffFirst()), backoffMost.orElse(defaults.backoffMost()));
        }
    }

    /** Plugins by PostgreSQL's names for them. */
    static final class PluginNames extends Names<Plugin> {
        PluginNames() {
            super(Plugin.class);
        }
    }
}
