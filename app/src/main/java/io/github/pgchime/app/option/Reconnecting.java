package io.github.pgchime.app.option;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When a connection is given up, and how soon the next is tried: what every command takes that stays connected. */
public final class Reconnecting {

    @Option(
            names = "--liveness",
            paramLabel = "DURATION|off",
            description = "how long a silent connection is believed (nudge and changes 30s, listen 45s)",
            converter = Limit.Text.class)
    private Optional<Limit> liveness = Optional.empty();

    @Option(
            names = "--backoff-first",
            paramLabel = "DURATION",
            description = "ceiling of the first delay before a reconnect (nudge and changes 100ms, listen 1s)",
            converter = DurationText.class)
    private Optional<Duration> backoffFirst = Optional.empty();

    @Option(
            names = "--backoff-most",
            paramLabel = "DURATION",
            description = "ceiling of the last (nudge and changes 5s, listen 30s)",
            converter = DurationText.class)
    private Optional<Duration> backoffMost = Optional.empty();

    public Reconnecting() {}

    public Optional<Limit> liveness() {
        return liveness;
    }

    public Optional<Duration> backoffFirst() {
        return backoffFirst;
    }

    public Optional<Duration> backoffMost() {
        return backoffMost;
    }
}
