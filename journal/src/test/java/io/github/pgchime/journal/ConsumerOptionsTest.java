package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ConsumerOptionsTest {

    private static final DataSource NOWHERE = new PGSimpleDataSource();

    private static ConsumerBuilder builder(String name) {
        return Journal.on(NOWHERE).consumer(name).channels("orders");
    }

    @Test
    void defaults_areAsDocumented() {
        ConsumerOptions options = builder("mailer").options();
        assertThat(options.start()).isEqualTo(Start.now());
        assertThat(options.parallelism()).isEqualTo(1);
        assertThat(options.retry()).isEqualTo(Retry.usual());
        assertThat(options.laterEntriesWait()).isTrue();
        assertThat(options.lease()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.check()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void settings_outOfRange_areRefusedByName() {
        refused("consumer \"\"", builder -> builder, "");
        refused("none of them NUL", builder -> builder, "a\0b");
        refused("has no channels", builder -> builder.channels(), "c");
        refused("channel \"\"", builder -> builder.channels("orders", ""), "c");
        refused("parallelism 0", builder -> builder.parallelism(0), "c");
        refused("parallelism 1001", builder -> builder.parallelism(1001), "c");
        refused("lease 500 ms", builder -> builder.lease(Duration.ofMillis(500)), "c");
        refused("stopTimeout PT-1S", builder -> builder.stopTimeout(Duration.ofSeconds(-1)), "c");
        refused("check 0 s", builder -> builder.check(Duration.ZERO), "c");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder("c").start())
                .withMessageContaining("has no handler");
        assertThat(builder("c").allChannels().options().channels()).isEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> builder("c").batchHandler(10_001, entries -> {}))
                .withMessageContaining("batch of 10001 entries is out of range");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Start.id(0))
                .withMessageContaining("entry id 0");
    }

    private static void refused(String what, UnaryOperator<ConsumerBuilder> set, String name) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> set.apply(builder(name)).options())
                .withMessageContaining(what.replace("PT-1S", "-1 s"));
    }
}
