package io.github.pgchime.nudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options, and the builder that makes them. */
final class NudgeOptionsTest {

    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    private final NudgeFeedBuilder builder =
            new NudgeFeedBuilder(ConnectionOptions.builder().user("tester").build());

    @Test
    void defaults_areThoseOfTheDocumentation() {
        NudgeOptions options = builder.options();
        assertThat(options.tables()).isEmpty();
        assertThat(options.plugin()).isEqualTo(Plugin.AUTO);
        assertThat(options.publication()).isEmpty();
        assertThat(options.statusInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.liveness()).contains(Duration.ofSeconds(30));
        assertThat(options.debounce()).isEqualTo(Duration.ofMillis(50));
        assertThat(options.maxBatchWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.failsafe()).isEmpty();
        assertThat(options.backoffFirst()).isEqualTo(Duration.ofMillis(100));
        assertThat(options.backoffMost()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.visibilityCheck()).isTrue();
        assertThat(options.maxTables()).isEqualTo(10_000);
    }

    @Test
    void builder_carriesEverySetting() {
        NudgeOptions options = builder.tables("public.a", "\"B\".b", "public.a")
                .plugin(Plugin.PGOUTPUT)
                .publication("mine")
                .applicationName("chimes")
                .password(() -> "secret".toCharArray())
                .connectTimeout(Duration.ofSeconds(2))
                .statusInterval(Duration.ofSeconds(3))
                .liveness(Duration.ofSeconds(4))
                .debounce(Duration.ofSeconds(5))
                .maxBatchWait(Duration.ofSeconds(6))
                .failsafe(Duration.ofSeconds(7))
                .backoff(Duration.ofSeconds(8), Duration.ofSeconds(9))
                .visibilityCheck(false)
                .maxTables(10)
                .options();
        assertThat(options.tables()).containsExactly(new TableName("public", "a"), new TableName("B", "b"));
        assertThat(options.plugin()).isEqualTo(Plugin.PGOUTPUT);
        assertThat(options.publication()).contains("mine");
        assertThat(options.connection().applicationName()).isEqualTo("chimes");
        assertThat(options.connection().password()).isPresent();
        assertThat(options.connection().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.statusInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.liveness()).contains(Duration.ofSeconds(4));
        assertThat(options.debounce()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.maxBatchWait()).isEqualTo(Duration.ofSeconds(6));
        assertThat(options.failsafe()).contains(Duration.ofSeconds(7));
        assertThat(options.backoffFirst()).isEqualTo(Duration.ofSeconds(8));
        assertThat(options.backoffMost()).isEqualTo(Duration.ofSeconds(9));
        assertThat(options.visibilityCheck()).isFalse();
        assertThat(options.maxTables()).isEqualTo(10);
        assertThat(builder.livenessOff().options().liveness()).isEmpty();
    }

    @Test
    void maxBatchWait_unsaid_follows20TimesTheDebounce() {
        assertThat(builder.debounce(Duration.ofSeconds(2)).options().maxBatchWait())
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(builder.debounce(Duration.ZERO).options().maxBatchWait()).isEqualTo(Duration.ZERO);
    }

    @Test
    void builder_fromAUrl_takesTheConnection() {
        assertThat(NudgeFeed.builder("postgresql://me@db.example:6543/app")
                        .options()
                        .connection()
                        .port())
                .isEqualTo(6543);
    }

    @Test
    void tables_badName_saysWhatIsExpected() {
        assertThatThrownBy(() -> builder.tables("orders"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no schema");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        b -> b.statusInterval(Duration.ZERO),
                        "statusInterval 0 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.statusInterval(Duration.ofMinutes(61)),
                        "statusInterval 3660 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.statusInterval(Duration.ofNanos(500_000)),
                        "statusInterval PT0.0005S is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.statusInterval(FOREVER),
                        "statusInterval 9223372036854775807 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.liveness(Duration.ofSeconds(-1)),
                        "liveness -1 s is out of range; expected 1 ms to 86400 s"),
                mistake(
                        b -> b.liveness(Duration.ofDays(2)),
                        "liveness 172800 s is out of range; expected 1 ms to 86400 s"),
                mistake(
                        b -> b.liveness(Duration.ofSeconds(10)),
                        "liveness 10 s must exceed statusInterval 10 s, which is how often a quiet server is made to"
                                + " answer"),
                mistake(
                        b -> b.debounce(Duration.ofMillis(-1)),
                        "debounce -1 ms is out of range; expected 0 s to 3600 s"),
                mistake(
                        b -> b.debounce(Duration.ofHours(2)),
                        "debounce 7200 s is out of range; expected 0 s to 3600 s"),
                mistake(
                        b -> b.debounce(FOREVER),
                        "debounce 9223372036854775807 s is out of range; expected 0 s to 3600 s"),
                mistake(
                        b -> b.debounce(FOREVER.negated()),
                        "debounce -9223372036854775807 s is out of range; expected 0 s to 3600 s"),
                mistake(
                        b -> b.maxBatchWait(Duration.ofMillis(49)),
                        "maxBatchWait 49 ms is shorter than debounce 50 ms; it must be at least as long"),
                mistake(
                        b -> b.maxBatchWait(Duration.ofDays(2)),
                        "maxBatchWait 172800 s is out of range; expected 0 s to 86400 s"),
                mistake(b -> b.failsafe(Duration.ZERO), "failsafe 0 s is out of range; expected 1 ms to 31536000 s"),
                mistake(
                        b -> b.backoff(Duration.ZERO, Duration.ofSeconds(1)),
                        "backoffFirst 0 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                        "backoffMost 1 s is out of range; expected 2 s to 3600 s"),
                mistake(
                        b -> b.backoff(Duration.ofSeconds(2), Duration.ofHours(2)),
                        "backoffMost 7200 s is out of range; expected 2 s to 3600 s"),
                mistake(b -> b.maxTables(0), "maxTables 0 is out of range; expected 1 to 1000000"),
                mistake(b -> b.maxTables(1_000_001), "maxTables 1000001 is out of range; expected 1 to 1000000"),
                mistake(b -> b.publication(" "), "publication is empty; name an existing publication, or none"),
                mistake(
                        b -> b.plugin(Plugin.PGOUTPUT),
                        "plugin pgoutput needs a publication: name an existing one, or use plugin auto"),
                mistake(
                        b -> b.plugin(Plugin.TEST_DECODING).publication("mine"),
                        "publication mine is of use to plugin pgoutput only, not to test_decoding"),
                mistake(
                        b -> b.plugin(Plugin.WAL2JSON).publication("mine"),
                        "publication mine is of use to plugin pgoutput only, not to wal2json"));
    }

    private static Arguments mistake(Consumer<NudgeFeedBuilder> setting, String message) {
        return arguments(setting, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void mistake_isNamedWithItsValueAndWhatWouldBeRight(Consumer<NudgeFeedBuilder> setting, String message) {
        setting.accept(builder);
        assertThatThrownBy(builder::options).isInstanceOf(ConfigException.class).hasMessage(message);
    }

    @Test
    void mistake_isToldBeforeAnythingIsOpened() {
        assertThatThrownBy(() -> builder.maxTables(0).open()).isInstanceOf(ConfigException.class);
    }

    @Test
    void tables_areACopy() {
        List<TableName> names = new ArrayList<>(List.of(Tables.A));
        builder.tables(names);
        names.clear();
        assertThat(builder.options().tables()).containsExactly(Tables.A).isUnmodifiable();
    }
}
