package io.github.pgchime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTimeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 2000-01-01T00:00:00Z",
        "-1, 1999-12-31T23:59:59.999999Z",
        "1500000, 2000-01-01T00:00:01.5Z",
        "-63082281600000000, 0001-01-01T00:00:00Z",
        "9223371331200000000, +294277-01-01T00:00:00Z"
    })
    void micros_areCountedFrom2000_bothWays(long micros, Instant instant) {
        assertThat(PostgresTime.instant(micros)).isEqualTo(instant);
        assertThat(PostgresTime.micros(instant)).isEqualTo(micros);
    }

    @Test
    void micros_areWhole() {
        assertThat(PostgresTime.micros(Instant.parse("2000-01-01T00:00:00.000001999Z")))
                .isEqualTo(1);
        assertThat(PostgresTime.micros(Instant.parse("1999-12-31T23:59:59.999999999Z")))
                .isEqualTo(-1);
    }
}
