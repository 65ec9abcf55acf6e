package io.github.pgchime.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Options by Debezium's names. */
final class DebeziumOptionsTest {

    @Test
    void defaults_areDebeziums() {
        assertThat(DebeziumOptions.defaults())
                .isEqualTo(new DebeziumOptions(
                        "pgchime",
                        DecimalMode.PRECISE,
                        TimeMode.ADAPTIVE,
                        BinaryMode.BYTES,
                        HstoreMode.JSON,
                        IntervalMode.NUMERIC,
                        true,
                        Set.of("t"),
                        false,
                        "__debezium_unavailable_value",
                        false,
                        false,
                        new Schemas(false, false, false)));
    }

    @Test
    void of_debeziumsNames_areRead() {
        DebeziumOptions options = DebeziumOptions.of(Map.of(
                "time.precision.mode", "adaptive_time_microseconds",
                "binary.handling.mode", "base64-url-safe",
                "skipped.operations", "c, d",
                "provide.transaction.metadata", "true",
                "topic.prefix", "shop.v1",
                "key.converter.schemas.enable", "true"));
        assertThat(options.schemas()).isEqualTo(new Schemas(true, false, false));
        assertThat(options.times()).isEqualTo(TimeMode.ADAPTIVE_TIME_MICROSECONDS);
        assertThat(options.binaries()).isEqualTo(BinaryMode.BASE64_URL_SAFE);
        assertThat(options.skippedOperations()).containsExactlyInAnyOrder("c", "d");
        assertThat(options.transactionMetadata()).isTrue();
        assertThat(options.topicPrefix()).isEqualTo("shop.v1");
        assertThat(DebeziumOptions.of(Map.of("skipped.operations", "none")).skippedOperations())
                .isEmpty();
    }

    @Test
    void unavailableValue_isText_orBytesInHexadecimalDigits() {
        assertThat(DebeziumOptions.of(Map.of("unavailable.value.placeholder", "é"))
                        .unavailableBytes())
                .containsExactly(0xC3, 0xA9);
        assertThat(DebeziumOptions.of(Map.of("unavailable.value.placeholder", "hex:00fF"))
                        .unavailableBytes())
                .containsExactly(0, 0xFF);
    }

    @Test
    void of_whatIsWrong_saysWhatWouldBeRight() {
        assertWrong(
                "decimal.handling.mode",
                "exact",
                "decimal.handling.mode \"exact\" is not known; expected one of precise, double, string");
        assertWrong("tombstones.on.delete", "yes", "tombstones.on.delete \"yes\" is not known; expected true or false");
        assertWrong(
                "skipped.operations", "x", "skipped.operations x is not known; expected none, or some of c, u, d, t");
        assertWrong("topic.prefix", "a b", "topic.prefix \"a b\" is no beginning of a topic's name; expected letters");
        assertWrong(
                "unavailable.value.placeholder",
                "hex:0",
                "unavailable.value.placeholder \"hex:0\" has no bytes; expected two hexadecimal digits for each of them");
        assertWrong("decimal.mode", "precise", "option decimal.mode is not known; expected some of");
    }

    private static void assertWrong(String name, String value, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> DebeziumOptions.of(Map.of(name, value)))
                .withMessageStartingWith(message);
    }
}
