package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstallOptionsTest {

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1_000_000_000})
    void partitionSize_inRange_isKept(long ids) {
        assertThat(InstallOptions.defaults().withPartitionSize(ids).partitionSize())
                .hasValue(ids);
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 1_000_000_001})
    void partitionSize_outOfRange_isRefused(long ids) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> InstallOptions.defaults().withPartitionSize(ids))
                .withMessageContaining("partitionSize " + ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void roles_noNames_areRefused(String name) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> InstallOptions.defaults().withRoles(name, "c", "a"))
                .withMessageStartingWith("publishRole");
    }

    @Test
    void with_keepsWhatWasChosenBefore() {
        InstallOptions options = InstallOptions.defaults()
                .withWakeByNotify(true)
                .withRoles("p", "c", "a")
                .withPartitionSize(5_000)
                .withWakeByNotify(false);
        assertThat(options.wakeByNotify()).hasValue(false);
        assertThat(options.administerRole()).hasValue("a");
        assertThat(options.partitionSize()).hasValue(5_000L);
    }
}
