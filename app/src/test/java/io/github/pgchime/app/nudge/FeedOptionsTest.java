package io.github.pgchime.app.nudge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.nudge.NudgeFeedBuilder;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.nudge.Plugin;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class FeedOptionsTest {

    private static final String URL = "postgresql://ada@db.example.com:5433/shop";

    @Test
    void options_none_areTheFeedsDefaults() {
        assertThat(options("--url", URL))
                .usingRecursiveComparison()
                .isEqualTo(NudgeFeed.builder(URL).options());
    }

    @Test
    void options_noUrl_isTheEnvironmentAlone() {
        assertThat(options())
                .usingRecursiveComparison()
                .isEqualTo(NudgeFeed.builder("postgresql://").options());
    }

    @Test
    void options_all_reachTheFeed() {
        NudgeFeedBuilder expected = NudgeFeed.builder(URL)
                .tables("public.orders", "\"My Schema\".\"a,b\"")
                .plugin(Plugin.PGOUTPUT)
                .publication("shop_pub")
                .applicationName("till")
                .statusInterval(Duration.ofSeconds(3))
                .liveness(Duration.ofSeconds(7))
                .connectTimeout(Duration.ofMillis(1500))
                .debounce(Duration.ZERO)
                .maxBatchWait(Duration.ofSeconds(2))
                .failsafe(Duration.ofMinutes(5))
                .backoff(Duration.ofMillis(10), Duration.ofHours(1))
                .visibilityCheck(false)
                .maxTables(7);
        assertThat(options(
                        "--url", URL,
                        "--table", "public.orders",
                        "--table", "\"My Schema\".\"a,b\"",
                        "--plugin", "pgoutput",
                        "--publication", "shop_pub",
                        "--application-name", "till",
                        "--status-interval", "3s",
                        "--liveness", "7s",
                        "--connect-timeout", "1500ms",
                        "--debounce", "0",
                        "--max-batch-wait", "2s",
                        "--failsafe", "5m",
                        "--backoff-first", "10ms",
                        "--backoff-most", "1h",
                        "--visibility-check", "off",
                        "--max-tables", "7"))
                .usingRecursiveComparison()
                .isEqualTo(expected.options());
    }

    @Test
    void options_off_switchLimitsOff() {
        NudgeOptions options = options("--url", URL, "--liveness", "off", "--failsafe", "off");
        assertThat(options.liveness()).isEmpty();
        assertThat(options.failsafe()).isEmpty();
    }

    @Test
    void backoff_oneCeiling_leavesTheOtherAtItsDefault() {
        NudgeOptions defaults = NudgeFeed.builder(URL).options();
        NudgeOptions options = options("--url", URL, "--backoff-most", "1m");
        assertThat(options.backoffFirst()).isEqualTo(defaults.backoffFirst());
        assertThat(options.backoffMost()).isEqualTo(Duration.ofMinutes(1));
    }

    /** A setting that is added to the feed must not be forgotten here. */
    @Test
    void options_everySetting_hasItsOption() {
        Set<String> names = new CommandLine(new FeedOptions())
                .getCommandSpec().options().stream()
                        .map(option -> option.longestName().substring(2).replace("-", ""))
                        .collect(Collectors.toSet());
        Set<String> settings = Arrays.stream(NudgeOptions.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.equals("connection") ? "url" : name.equals("tables") ? "table" : name)
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(names).containsAll(settings);
    }

    private static NudgeOptions options(String... args) {
        return CommandLine.populateCommand(new FeedOptions(), args).builder().options();
    }
}
