package io.github.pgchime.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlErrorsTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "08006", "57P01"})
    void translated_noConnection_isWorthAnotherAttempt(String state) {
        assertThat(SqlErrors.translated("doing", new SQLException("gone", state)))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("doing: gone");
    }

    @Test
    void translated_serversError_hasItsCodeAndWords() {
        SQLException thrown = new SQLException("ERROR: deadlock detected", "40P01");
        assertThat(SqlErrors.translated("doing", thrown)).isInstanceOfSatisfying(ServerException.class, said -> {
            assertThat(said.sqlState()).isEqualTo("40P01");
            assertThat(said.error().message()).isEqualTo("deadlock detected");
            assertThat(said.isRetryable()).isTrue();
            assertThat(said).hasCause(thrown);
        });
    }

    @Test
    void translated_absentOrDenied_isAMistake() {
        assertThat(SqlErrors.translated("doing", new SQLException("schema \"pgchime\" does not exist", "3F000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Journal.install()");
        assertThat(SqlErrors.translated("doing", new SQLException("permission denied", "42501")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("GRANT");
        assertThat(SqlErrors.translated("doing", new SQLException("relation \"x\" does not exist", "42P01")))
                .isInstanceOf(ServerException.class);
        assertThat(SqlErrors.translated("doing", new SQLException(null, "42P01")))
                .hasMessageContaining("(no message)");
    }

    @Test
    void read_missingResource_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SqlFile.read(SqlErrorsTest.class, "none.sql"))
                .withMessageContaining("none.sql");
    }
}
