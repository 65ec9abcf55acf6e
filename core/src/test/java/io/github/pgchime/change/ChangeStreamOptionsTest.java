package io.github.pgchime.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeStreamOptionsTest {

    private final ChangeStreamBuilder builder = ChangeStream.builder(
                    ConnectionOptions.parse("postgresql://me@nowhere/shop", Map.of()))
            .slot("shop_cdc")
            .publication("shop_pub");

    @Test
    void defaults_areThoseStated() {
        ChangeStreamOptions options = builder.options();
        assertThat(options.createSlot()).isEqualTo(CreateSlot.NEVER);
        assertThat(options.createPublication()).isEmpty();
        assertThat(options.streaming()).isTrue();
        assertThat(List.of(
                        options.failover(),
                        options.twoPhase(),
                        options.binary(),
                        options.autoAcknowledge(),
                        options.peek()))
                .containsOnly(false);
        assertThat(options.statusInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.liveness()).contains(Duration.ofSeconds(30));
        assertThat(options.heartbeat()).isEmpty();
        assertThat(options.maxValueSize()).isEqualTo(1 << 30);
        assertThat(options.backoffMost()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void settings_areWhatWasSaid() {
        ChangeStreamOptions options = builder.publication("more")
                .binary(true)
                .streaming(false)
                .twoPhase(true)
                .start(new Lsn(5))
                .applicationName("reader")
                .connectTimeout(Duration.ofSeconds(3))
                .password(() -> new char[] {'x'})
                .statusInterval(Duration.ofSeconds(1))
                .liveness(Duration.ofSeconds(2))
                .heartbeat(Duration.ofSeconds(9))
                .spoolMemory(1 << 20)
                .maxValueSize(1 << 17)
                .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
                .options();
        assertThat(options.publications()).containsExactly("shop_pub", "more");
        assertThat(options.start()).contains(new Lsn(5));
        assertThat(options.connection().applicationName()).isEqualTo("reader");
        assertThat(options.connection().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.heartbeat()).contains(Duration.ofSeconds(9));
        assertThat(PluginOptions.of(options, 16, true))
                .containsEntry("publication_names", "\"shop_pub\",\"more\"")
                .containsEntry("binary", "true")
                .containsEntry("streaming", "off")
                .containsEntry("two_phase", "on");
    }

    @ParameterizedTest
    @CsvSource({"12, 1", "13, 1", "14, 2", "15, 3", "16, 4", "18, 4"})
    void protocol_isTheNewestThatTheServerHas(int server, String protocol) {
        Map<String, String> told = PluginOptions.of(builder.options(), server, false);
        assertThat(told).containsEntry("proto_version", protocol).doesNotContainKey("two_phase");
        assertThat(told.containsKey("messages")).isEqualTo(server >= 14);
        assertThat(PluginOptions.of(builder.options(), server, true).containsKey("two_phase"))
                .isEqualTo(server >= 15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop", "a-b", "é", "0123456789012345678901234567890123456789012345678901234567890123"})
    void slot_thatIsNoName_isRefused(String name) {
        assertRefused(builder.slot(name), "slot \"" + name + "\" is no replication slot's name; expected 1 to 63 of");
    }

    @Test
    void setting_missing_isNamed() {
        assertRefused(builder.slot(""), "slot is not given");
        assertRefused(
                ChangeStream.builder(ConnectionOptions.parse("postgresql://me@nowhere/shop", Map.of()))
                        .slot("s"),
                "publication is not given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\0"})
    void publication_thatIsNoName_isRefused(String name) {
        assertRefused(builder.publication(name), "publication is empty, or has a NUL");
    }

    @Test
    void createPublication_ofSeveral_isRefused() {
        assertRefused(
                builder.publication("more").createPublication(new TableName("s", "t")),
                "createPublication needs one publication to create, not 2");
    }

    @Test
    void temporarySlot_withWhatOutlivesIt_isRefused() {
        builder.createSlot(CreateSlot.TEMPORARY);
        assertRefused(builder.start(new Lsn(1)), "start is of no use to a temporary slot");
        assertRefused(builder.failover(true), "failover is of no use to a temporary slot");
    }

    @Test
    void until_beforeStart_isRefused() {
        builder.start(new Lsn(16)).until(new Lsn(16)).options();
        assertRefused(builder.until(new Lsn(15)), "until 0/F is before start 0/10");
    }

    @Test
    void liveness_withinTheStatusInterval_isRefused() {
        assertRefused(builder.liveness(Duration.ofSeconds(10)), "liveness 10 s must exceed statusInterval 10 s");
        assertThat(builder.livenessOff().options().liveness()).isEqualTo(Optional.empty());
    }

    @Test
    void setting_outOfRange_isNamed() {
        assertRefused(builder.heartbeat(Duration.ofMillis(999)), "heartbeat");
        builder.heartbeat(Duration.ofSeconds(1));
        assertRefused(builder.spoolMemory(65_535), "spoolMemory 65535 bytes is out of range; expected at least 65536");
        builder.spoolMemory(65_536);
        assertRefused(
                builder.maxValueSize((1L << 30) + 1),
                "maxValueSize 1073741825 bytes is out of range; expected at least 65536 and at most 1073741824");
        builder.maxValueSize(65_536);
        assertRefused(builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)), "backoffMost");
        assertRefused(builder.backoff(Duration.ZERO, Duration.ofSeconds(1)), "backoffFirst");
    }

    @Test
    void spoolDirectory_thatIsNone_isRefused() {
        assertRefused(builder.spoolDirectory(Path.of("/nowhere")), "spoolDirectory /nowhere is no directory");
    }

    private static void assertRefused(ChangeStreamBuilder builder, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(builder::options)
                .withMessageContaining(message);
    }
}
