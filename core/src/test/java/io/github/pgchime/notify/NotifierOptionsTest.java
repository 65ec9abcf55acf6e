package io.github.pgchime.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options, and the builder that makes them. */
final class NotifierOptionsTest {

    private final Loopback server = new Loopback();
    private final NotifierBuilder builder = Notifier.builder(server);

    @Test
    void defaults_areThoseOfTheDocumentation() {
        NotifierOptions options = builder.options();
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.liveness()).contains(Duration.ofSeconds(45));
        assertThat(options.answerTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.handlerTimeout()).contains(Duration.ofSeconds(30));
        assertThat(options.buffer()).isEqualTo(1_024);
        assertThat(options.backoffFirst()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.backoffMost()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.backoffMultiplier()).isEqualTo(2);
        assertThat(options.maxAttempts()).isZero();
    }

    @Test
    void builder_carriesEverySetting() {
        NotifierOptions options = builder.pingInterval(Duration.ofSeconds(1))
                .liveness(Duration.ofSeconds(2))
                .answerTimeout(Duration.ofSeconds(3))
                .handlerTimeout(Duration.ofSeconds(4))
                .buffer(5)
                .backoff(Duration.ofSeconds(6), Duration.ofSeconds(7))
                .backoffMultiplier(1.5)
                .maxAttempts(8)
                .options();
        assertThat(options)
                .isEqualTo(new NotifierOptions(
                        Duration.ofSeconds(1),
                        Optional.of(Duration.ofSeconds(2)),
                        Duration.ofSeconds(3),
                        Optional.of(Duration.ofSeconds(4)),
                        5,
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        1.5,
                        8));
        assertThat(builder.livenessOff().options().liveness()).isEmpty();
        assertThat(builder.handlerTimeoutOff().options().handlerTimeout()).isEmpty();
    }

    @Test
    void livenessOff_leavesThePingIntervalFree() {
        assertThat(builder.livenessOff()
                        .pingInterval(Duration.ofHours(1))
                        .options()
                        .pingInterval())
                .isEqualTo(Duration.ofHours(1));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        b -> b.pingInterval(Duration.ZERO),
                        "pingInterval 0 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.pingInterval(Duration.ofMinutes(61)),
                        "pingInterval 3660 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.liveness(Duration.ofMillis(-1)),
                        "liveness -1 ms is out of range; expected 1 ms to 86400 s"),
                mistake(
                        b -> b.liveness(Duration.ofDays(2)),
                        "liveness 172800 s is out of range; expected 1 ms to 86400 s"),
                mistake(
                        b -> b.liveness(Duration.ofSeconds(30)),
                        "liveness 30 s must exceed pingInterval 30 s, which is how often a quiet session is made to"
                                + " speak"),
                mistake(
                        b -> b.answerTimeout(Duration.ZERO),
                        "answerTimeout 0 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.answerTimeout(Duration.ofHours(2)),
                        "answerTimeout 7200 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.handlerTimeout(Duration.ZERO),
                        "handlerTimeout 0 s is out of range; expected 1 ms to 86400 s"),
                mistake(
                        b -> b.handlerTimeout(Duration.ofDays(2)),
                        "handlerTimeout 172800 s is out of range; expected 1 ms to 86400 s"),
                mistake(b -> b.buffer(0), "buffer 0 is out of range; expected 1 to 10000000"),
                mistake(b -> b.buffer(10_000_001), "buffer 10000001 is out of range; expected 1 to 10000000"),
                mistake(
                        b -> b.backoff(Duration.ZERO, Duration.ofSeconds(1)),
                        "backoffFirst 0 s is out of range; expected 1 ms to 3600 s"),
                mistake(
                        b -> b.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                        "backoffMost 1 s is out of range; expected 2 s to 3600 s"),
                mistake(
                        b -> b.backoff(Duration.ofSeconds(2), Duration.ofHours(2)),
                        "backoffMost 7200 s is out of range; expected 2 s to 3600 s"),
                mistake(b -> b.backoffMultiplier(0.5), "backoffMultiplier 0.5 is out of range; expected 1 to 100"),
                mistake(b -> b.backoffMultiplier(101), "backoffMultiplier 101.0 is out of range; expected 1 to 100"),
                mistake(
                        b -> b.backoffMultiplier(Double.NaN),
                        "backoffMultiplier NaN is out of range; expected 1 to 100"),
                mistake(b -> b.maxAttempts(-1), "maxAttempts -1 is out of range; expected 0 (for ever) or more"));
    }

    private static Arguments mistake(Consumer<NotifierBuilder> setting, String message) {
        return arguments(setting, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void mistake_isNamedWithItsValueAndWhatWouldBeRight_beforeAnythingIsOpened(
            Consumer<NotifierBuilder> setting, String message) {
        setting.accept(builder);
        assertThatThrownBy(builder::build).isInstanceOf(ConfigException.class).hasMessage(message);
        assertThat(server.commands()).isEmpty();
    }

    @Test
    void url_wrong_isToldAtOnce() {
        assertThatThrownBy(() -> Notifier.builder("http://nowhere")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> NotifyPublisher.to("http://nowhere")).isInstanceOf(ConfigException.class);
    }

    static Stream<Arguments> subscriptionMistakes() {
        return Stream.of(
                arguments(
                        (Consumer<SubscriptionBuilder>) b -> b.buffer(0),
                        "buffer 0 is out of range; expected 1 to 10000000"),
                arguments(
                        (Consumer<SubscriptionBuilder>) b -> b.parallelism(0),
                        "parallelism 0 is out of range; expected 1 to 1000"),
                arguments(
                        (Consumer<SubscriptionBuilder>) b -> b.parallelism(1_001),
                        "parallelism 1001 is out of range; expected 1 to 1000"),
                arguments(
                        (Consumer<SubscriptionBuilder>) b -> b.handlerTimeout(Duration.ZERO),
                        "handlerTimeout 0 s is out of range; expected 1 ms to 86400 s"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("subscriptionMistakes")
    void subscription_mistake_isNamedWithItsValueAndWhatWouldBeRight(
            Consumer<SubscriptionBuilder> setting, String message) {
        try (Notifier notifier = builder.build()) {
            assertThatThrownBy(() -> setting.accept(notifier.subscription("a")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void subscription_beginsWithTheNotifiersSettings() {
        try (Notifier notifier =
                builder.buffer(3).handlerTimeout(Duration.ofSeconds(4)).build()) {
            SubscriptionBuilder subscription = notifier.subscription("b", "a", "b");
            assertThat(subscription.channels()).containsExactly("b", "a").isUnmodifiable();
            assertThat(subscription.buffer()).isEqualTo(3);
            assertThat(subscription.parallelism()).isEqualTo(1);
            assertThat(subscription.handlerTimeout()).contains(Duration.ofSeconds(4));
            assertThat(subscription.handlerTimeoutOff().handlerTimeout()).isEmpty();
            assertThat(notifier.options()).isEqualTo(builder.options());
        }
    }

    @Test
    void subscription_withoutChannel_orWithAWrongOne_isRefused() {
        try (Notifier notifier = builder.build()) {
            assertThatThrownBy(notifier::subscription)
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("no channel is given; a subscription needs at least one");
            assertThatThrownBy(() -> notifier.subscription("a", ""))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("channel is empty");
            assertThat(server.commands("LISTEN ")).containsExactly("LISTEN *");
        }
    }
}
