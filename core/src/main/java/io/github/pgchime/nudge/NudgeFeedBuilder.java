package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.PasswordSupplier;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes a {@link NudgeFeed}. What is not said keeps the default that {@link NudgeOptions} states. */
public final class NudgeFeedBuilder {

    private static final int DEBOUNCES_OF_WAIT = 20;

    private ConnectionOptions connection;
    private List<TableName> tables = List.of();
    private Plugin plugin = Plugin.AUTO;
    private Optional<String> publication = Optional.empty();
    private Duration statusInterval = Duration.ofSeconds(10);
    private Optional<Duration> liveness = Optional.of(Duration.ofSeconds(30));
    private Duration debounce = Duration.ofMillis(50);
    private Optional<Duration> maxBatchWait = Optional.empty();
    private Optional<Duration> failsafe = Optional.empty();
    private Duration backoffFirst = Duration.ofMillis(100);
    private Duration backoffMost = Duration.ofSeconds(5);
    private boolean visibilityCheck = true;
    private int maxTables = 10_000;
    private NudgeListener listener = NudgeListener.NONE;
    private TimeSource time = TimeSource.system();
    private RandomGenerator random = RandomGenerator.getDefault();

    NudgeFeedBuilder(ConnectionOptions connection) {
        this.connection = connection;
    }

    /**
     * Only these tables, each {@code schema.table} as SQL writes it, quoted where it needs it.
     *
     * @throws ConfigException if one is not of that form
     */
    public NudgeFeedBuilder tables(String... names) {
        return tables(Arrays.stream(names).map(TableName::parse).toList());
    }

    /** Only these tables; none means all. */
    public NudgeFeedBuilder tables(Collection<TableName> names) {
        tables = List.copyOf(names);
        return this;
    }

    public NudgeFeedBuilder plugin(Plugin value) {
        plugin = value;
        return this;
    }

    /** An existing publication of the application's, which makes pgoutput the plugin. The feed never creates one. */
    public NudgeFeedBuilder publication(String name) {
        publication = Optional.of(name);
        return this;
    }

    /** How the sessions are named in {@code pg_stat_activity}. */
    public NudgeFeedBuilder applicationName(String name) {
        connection = connection.toBuilder().applicationName(name).build();
        return this;
    }

    /** Asked for the password at every connect. */
    public NudgeFeedBuilder password(PasswordSupplier supplier) {
        connection = connection.toBuilder().password(supplier).build();
        return this;
    }

    /** From the look-up of the name to the session's start; also how long a slot's creation waits for one lock. */
    public NudgeFeedBuilder connectTimeout(Duration timeout) {
        connection = connection.toBuilder().connectTimeout(timeout).build();
        return this;
    }

    public NudgeFeedBuilder statusInterval(Duration interval) {
        statusInterval = interval;
        return this;
    }

    public NudgeFeedBuilder liveness(Duration limit) {
        liveness = Optional.of(limit);
        return this;
    }

    /** A silent connection is believed for ever. */
    public NudgeFeedBuilder livenessOff() {
        liveness = Optional.empty();
        return this;
    }

    public NudgeFeedBuilder debounce(Duration quiet) {
        debounce = quiet;
        return this;
    }

    public NudgeFeedBuilder maxBatchWait(Duration wait) {
        maxBatchWait = Optional.of(wait);
        return this;
    }

    /** Tells a {@link Resync.Reason#FAILSAFE} whenever the feed has been connected for this long without another. */
    public NudgeFeedBuilder failsafe(Duration interval) {
        failsafe = Optional.of(interval);
        return this;
    }

    /** The ceilings of the first and the last delay before a reconnect. */
    public NudgeFeedBuilder backoff(Duration first, Duration most) {
        backoffFirst = first;
        backoffMost = most;
        return this;
    }

    /**
     * Whether to ask, over a connection of its own, if a refetch would see what is told. Switch it off only where the
     * role may hold but one connection. Without it a refetch at once misses the change about once in a hundred times,
     * and for as long as a synchronous standby is away; partitions are known as they were on connecting, and a table
     * that was none then nudges every watched partitioned table. Nor is it noticed then that a publication was dropped
     * (PostgreSQL 18 does not say so), that a table lost the replica identity for which wal2json was chosen, or that a
     * watched table was made anew as a partitioned one: reload by {@link #failsafe} where those can happen.
     */
    public NudgeFeedBuilder visibilityCheck(boolean on) {
        visibilityCheck = on;
        return this;
    }

    /** How many distinct tables are kept count of, before a Resync is told instead. */
    public NudgeFeedBuilder maxTables(int tables) {
        maxTables = tables;
        return this;
    }

    public NudgeFeedBuilder listener(NudgeListener value) {
        listener = value;
        return this;
    }

    NudgeFeedBuilder time(TimeSource value) {
        time = value;
        return this;
    }

    NudgeFeedBuilder random(RandomGenerator value) {
        random = value;
        return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws ConfigException if one is out of range or two contradict each other
     */
    public NudgeOptions options() {
        return new NudgeOptions(
                connection,
                tables,
                plugin,
                publication,
                statusInterval,
                liveness,
                debounce,
                maxBatchWait.orElseGet(this::usualWait),
                failsafe,
                backoffFirst,
                backoffMost,
                visibilityCheck,
                maxTables);
    }

    /** A debounce out of range may not bear the multiplication; the options reject it by its own name. */
    private Duration usualWait() {
        boolean bearable = !debounce.isNegative() && debounce.compareTo(Duration.ofDays(1)) < 0;
        return bearable ? debounce.multipliedBy(DEBOUNCES_OF_WAIT) : debounce;
    }

    /**
     * Opens the feed, and waits for the first attempt to connect. A server that cannot be reached just now is no
     * error: the feed goes on trying, and says so in its {@link NudgeFeed#state()}.
     *
     * @throws ConfigException if a setting, or the server's configuration, is wrong
     * @throws PgChimeException if the server refuses for a reason that no retry mends
     * @throws ConnectionLostException if the thread is interrupted meanwhile
     */
    public NudgeFeed open() {
        NudgeFeed feed = new NudgeFeed(options(), listener, time, random);
        feed.awaitFirstOutcome();
        return feed;
    }
}
