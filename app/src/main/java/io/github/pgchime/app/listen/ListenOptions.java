package io.github.pgchime.app.listen;

import io.github.pgchime.ConfigException;
import io.github.pgchime.app.option.AnswerTimeout;
import io.github.pgchime.app.option.DurationText;
import io.github.pgchime.app.option.Reconnecting;
import io.github.pgchime.app.option.Target;
import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifierBuilder;
import io.github.pgchime.notify.NotifierOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A notifier's settings as options, but for those of handlers; what is not given keeps its default. */
final class ListenOptions {

    @Mixin
    private Target target = new Target();

    @Mixin
    private Reconnecting reconnecting = new Reconnecting();

    @Option(
            names = "--backoff-multiplier",
            paramLabel = "NUMBER",
            description = "by what the ceiling grows from one attempt to the next (2)")
    private Optional<Double> backoffMultiplier = Optional.empty();

    @Option(
            names = "--max-attempts",
            paramLabel = "NUMBER",
            description = "give up after so many attempts in a row have failed; 0 is never (0)")
    private Optional<Integer> maxAttempts = Optional.empty();

    @Option(
            names = "--ping-interval",
            paramLabel = "DURATION",
            description = "how often the session is made to notify itself (30s)",
            converter = DurationText.class)
    private Optional<Duration> pingInterval = Optional.empty();

    @Mixin
    private AnswerTimeout answerTimeout = new AnswerTimeout();

    @Option(
            names = "--buffer",
            paramLabel = "NUMBER",
            description =
                    "notifications that wait to be printed, before the oldest are dropped and a gap is told (1024)")
    private Optional<Integer> buffer = Optional.empty();

    ListenOptions() {}

    /**
     * A notifier as the options, and the environment, ask for.
     *
     * @throws ConfigException if one of them is wrong
     */
    NotifierBuilder builder() {
        NotifierBuilder notifier = Notifier.builder(target.connection());
        NotifierOptions defaults = notifier.options();
        reconnecting
                .liveness()
                .ifPresent(limit -> limit.value().ifPresentOrElse(notifier::liveness, notifier::livenessOff));
        notifier.backoff(
                reconnecting.backoffFirst().orElse(defaults.backoffFirst()),
                reconnecting.backoffMost().orElse(defaults.backoffMost()));
        backoffMultiplier.ifPresent(notifier::backoffMultiplier);
        maxAttempts.ifPresent(notifier::maxAttempts);
        pingInterval.ifPresent(notifier::pingInterval);
        answerTimeout.limit().ifPresent(notifier::answerTimeout);
        buffer.ifPresent(notifier::buffer);
        return notifier;
    }
}
