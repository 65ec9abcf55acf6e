package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.TableName;
import io.github.pgchime.lifecycle.DurationRange;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a {@link NudgeFeed}; {@link NudgeFeed#builder(String)} makes it, with the defaults.
 *
 * @param connection where and as whom
 * @param tables which tables nudge; none means all
 * @param plugin which output plugin decodes
 * @param publication an existing publication, for pgoutput
 * @param statusInterval how often the server hears from this side (10 s)
 * @param liveness how long a silent connection is believed (30 s); longer than {@code statusInterval}; empty is for
 *     ever
 * @param debounce how long it must be quiet before a batch is told (50 ms); zero tells at once
 * @param maxBatchWait how long a batch may wait for quiet at most (20 times {@code debounce})
 * @param failsafe how often everything should be reloaded in any case (never)
 * @param backoffFirst the ceiling of the first delay before a reconnect (100 ms)
 * @param backoffMost the ceiling of the last (5 s)
 * @param visibilityCheck whether to ask, over a connection of its own, if a refetch would see what is told (yes)
 * @param maxTables how many distinct tables are kept count of (10,000); beyond that a Resync is told instead
 */
public record NudgeOptions(
        ConnectionOptions connection,
        List<TableName> tables,
        Plugin plugin,
        Optional<String> publication,
        Duration statusInterval,
        Optional<Duration> liveness,
        Duration debounce,
        Duration maxBatchWait,
        Optional<Duration> failsafe,
        Duration backoffFirst,
        Duration backoffMost,
        boolean visibilityCheck,
        int maxTables) {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    public NudgeOptions {
        tables = List.copyOf(new LinkedHashSet<>(tables));
        new DurationRange(MILLISECOND, HOUR).require("statusInterval", statusInterval);
        if (liveness.isPresent()) {
            new DurationRange(MILLISECOND, DAY).require("liveness", liveness.get());
            if (liveness.get().compareTo(statusInterval) <= 0) {
                throw new ConfigException("liveness " + DurationRange.text(liveness.get())
                        + " must exceed statusInterval " + DurationRange.text(statusInterval)
                        + ", which is how often a quiet server is made to answer");
            }
        }
        new DurationRange(Duration.ZERO, HOUR).require("debounce", debounce);
        new DurationRange(Duration.ZERO, DAY).require("maxBatchWait", maxBatchWait);
        if (maxBatchWait.compareTo(debounce) < 0) {
            throw new ConfigException("maxBatchWait " + DurationRange.text(maxBatchWait) + " is shorter than debounce "
                    + DurationRange.text(debounce) + "; it must be at least as long");
        }
        failsafe.ifPresent(
                interval -> new DurationRange(MILLISECOND, Duration.ofDays(365)).require("failsafe", interval));
        new DurationRange(MILLISECOND, HOUR).require("backoffFirst", backoffFirst);
        new DurationRange(backoffFirst, HOUR).require("backoffMost", backoffMost);
        if (maxTables < 1 || maxTables > 1_000_000) {
            throw new ConfigException("maxTables " + maxTables + " is out of range; expected 1 to 1000000");
        }
        requireFittingPublication(plugin, publication);
    }

    private static void requireFittingPublication(Plugin plugin, Optional<String> publication) {
        if (publication.isPresent() && publication.get().isBlank()) {
            throw new ConfigException("publication is empty; name an existing publication, or none");
        }
        if (plugin == Plugin.PGOUTPUT && publication.isEmpty()) {
            throw new ConfigException("plugin pgoutput needs a publication: name an existing one, or use plugin auto");
        }
        if (publication.isPresent() && plugin != Plugin.PGOUTPUT && plugin != Plugin.AUTO) {
            throw new ConfigException("publication " + publication.get() + " is of use to plugin pgoutput only, not to "
                    + plugin.name().toLowerCase(java.util.Locale.ROOT));
        }
    }
}
