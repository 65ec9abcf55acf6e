package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgChimeExceptionTest {

    private final Exception cause = new IllegalStateException("cause");

    @Test
    void configuration_isNotWorthAnotherAttempt() {
        assertThat(new ConfigException("wrong")).hasMessage("wrong").hasNoCause();
        assertThat(new ConfigException("wrong", cause)).hasCause(cause);
        assertThat(new ConfigException("wrong").isRetryable()).isFalse();
    }

    @Test
    void connectionLost_isWorthAnotherAttempt() {
        assertThat(new ConnectionLostException("gone")).hasMessage("gone").hasNoCause();
        assertThat(new ConnectionLostException("gone", cause)).hasCause(cause);
        assertThat(new ConnectionLostException("gone").isRetryable()).isTrue();
    }

    @Test
    void protocol_isWorthAnotherAttempt() {
        assertThat(new ProtocolException("odd")).hasMessage("odd").hasNoCause();
        assertThat(new ProtocolException("odd", cause)).hasCause(cause);
        assertThat(new ProtocolException("odd").isRetryable()).isTrue();
    }

    @Test
    void server_saysWhatWasDoneAndWhatTheServerSaid() {
        ServerError error = new ServerError(Map.of('C', "28P01", 'M', "no", 'H', "ask"));
        ServerException exception = new ServerException("connecting", error);
        assertThat(exception).hasMessage("connecting: ERROR: no; hint: ask [28P01]");
        assertThat(new ServerException(error)).hasMessage("ERROR: no; hint: ask [28P01]");
        assertThat(exception.error()).isEqualTo(error);
        assertThat(exception.sqlState()).isEqualTo("28P01");
        assertThat(exception.hint()).contains("ask");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0A000", "22023", "28P01", "3D000", "3F000", "42704", "58P01"})
    void server_mistakesOfConfiguration_areNotRetryable(String sqlState) {
        assertThat(of(sqlState).isRetryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P03", "53300", "40001", "55P03", "55006", "58030", "XX000", "4", ""})
    void server_passingTroubles_areRetryable(String sqlState) {
        assertThat(of(sqlState).isRetryable()).isTrue();
    }

    private static ServerException of(String sqlState) {
        return new ServerException(new ServerError(Map.of('C', sqlState)));
    }
}
