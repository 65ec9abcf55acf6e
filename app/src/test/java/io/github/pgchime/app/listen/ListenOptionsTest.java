package io.github.pgchime.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifierOptions;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ListenOptionsTest {

    private static final String URL = "postgresql://ada@db.example.com:5433/shop";

    @Test
    void options_none_areTheNotifiersDefaults() {
        assertThat(options()).isEqualTo(Notifier.builder(URL).options());
    }

    @Test
    void options_all_reachTheNotifier() {
        assertThat(options(
                        "--ping-interval", "3s",
                        "--liveness", "7s",
                        "--answer-timeout", "4s",
                        "--buffer", "7",
                        "--backoff-first", "10ms",
                        "--backoff-most", "1h",
                        "--backoff-multiplier", "1.5",
                        "--max-attempts", "9"))
                .isEqualTo(Notifier.builder(URL)
                        .pingInterval(Duration.ofSeconds(3))
                        .liveness(Duration.ofSeconds(7))
                        .answerTimeout(Duration.ofSeconds(4))
                        .buffer(7)
                        .backoff(Duration.ofMillis(10), Duration.ofHours(1))
                        .backoffMultiplier(1.5)
                        .maxAttempts(9)
                        .options());
    }

    @Test
    void liveness_off_isEmpty() {
        assertThat(options("--liveness", "off").liveness()).isEmpty();
    }

    @Test
    void backoff_oneCeiling_leavesTheOtherAtItsDefault() {
        NotifierOptions defaults = Notifier.builder(URL).options();
        NotifierOptions options = options("--backoff-first", "2s");
        assertThat(options.backoffFirst()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.backoffMost()).isEqualTo(defaults.backoffMost());
    }

    /** A setting that is added to the notifier must not be forgotten here; there are no handlers to wait for. */
    @Test
    void options_everySetting_hasItsOption() {
        Set<String> names = new CommandLine(new ListenOptions())
                .getCommandSpec().options().stream()
                        .map(option -> option.longestName().substring(2).replace("-", ""))
                        .collect(Collectors.toSet());
        Set<String> settings = Arrays.stream(NotifierOptions.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("handlerTimeout"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(names).containsAll(settings);
    }

    private static NotifierOptions options(String... args) {
        return CommandLine.populateCommand(new ListenOptions(), args).builder().options();
    }
}
