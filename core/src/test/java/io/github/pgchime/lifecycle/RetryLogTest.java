package io.github.pgchime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryLogTest {

    private static final String MISTAKE =
            "ERROR wrong; this needs mending by hand, and is tried again every 30 s without another word";

    private final RecordingLog log = new RecordingLog();
    private final RetryLog retries = new RetryLog(log);

    @Test
    void retryable_isAWarningEachTime() {
        lost();
        lost();
        assertThat(log.lines())
                .containsExactly("WARNING gone; next attempt in 1500 ms", "WARNING gone; next attempt in 1500 ms");
    }

    @Test
    void mistake_isOneError() {
        wrong();
        lost();
        wrong();
        assertThat(log.lines()).containsExactly(MISTAKE, "WARNING gone; next attempt in 1500 ms");
    }

    @Test
    void mistake_afterALiveSession_isAnotherError() {
        wrong();
        retries.live();
        wrong();
        assertThat(log.lines()).containsExactly(MISTAKE, MISTAKE);
    }

    private void lost() {
        retries.retry(Duration.ofMillis(1_500), new ConnectionLostException("gone"));
    }

    private void wrong() {
        retries.retry(Duration.ofSeconds(30), new ConfigException("wrong"));
    }
}
