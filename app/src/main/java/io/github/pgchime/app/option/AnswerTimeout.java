package io.github.pgchime.app.option;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long LISTEN or NOTIFY may take. */
public final class AnswerTimeout {

    @Option(
            names = "--answer-timeout",
            paramLabel = "DURATION",
            description = "how long the server may take to acknowledge LISTEN or NOTIFY (30s)",
            converter = DurationText.class)
    private Optional<Duration> limit = Optional.empty();

    public AnswerTimeout() {}

    /** Empty for the library's default. */
    public Optional<Duration> limit() {
        return limit;
    }
}
