package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PGHOST", "env.example.com",
            "PGPORT", "6432",
            "PGDATABASE", "envdb",
            "PGUSER", "envuser",
            "PGPASSWORD", "envpass",
            "PGSSLMODE", "verify-full",
            "PGSSLROOTCERT", "env.pem",
            "PGAPPNAME", "envapp",
            "PGCONNECT_TIMEOUT", "7",
            "PGOPTIONS", "-c geqo=off");

    @Test
    void parse_emptyUrl_environmentTaken() {
        ConnectionOptions options = ConnectionOptions.parse("postgresql://", ENVIRONMENT);

        assertThat(options.host()).isEqualTo("env.example.com");
        assertThat(options.port()).isEqualTo(6432);
        assertThat(options.database()).isEqualTo("envdb");
        assertThat(options.user()).isEqualTo("envuser");
        assertThat(options.password().orElseThrow().password()).isEqualTo("envpass".toCharArray());
        assertThat(options.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(options.sslModeExplicit()).isTrue();
        assertThat(options.sslRootCert()).contains(Path.of("env.pem"));
        assertThat(options.applicationName()).isEqualTo("envapp");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.options()).contains("-c geqo=off");
    }

    @Test
    void parse_fullUrl_environmentIgnoredEvenIfWrong() {
        Map<String, String> environment = new HashMap<>();
        ENVIRONMENT.keySet().forEach(variable -> environment.put(variable, "\0"));

        ConnectionOptions options = ConnectionOptions.parse(
                "postgresql://u:p@h:1/d?sslmode=disable&sslrootcert=c&application_name=a&connect_timeout=1&options=o",
                environment);

        assertThat(options)
                .hasToString("ConnectionOptions[host=h, port=1, database=d, user=u, sslMode=disable, sslRootCert=c,"
                        + " applicationName=a, connectTimeout=PT1S]");
    }

    @Test
    void parse_emptyVariables_defaultsTaken() {
        Map<String, String> environment = new HashMap<>(Map.of("", "not a variable"));
        ENVIRONMENT.keySet().forEach(variable -> environment.put(variable, ""));

        assertThat(ConnectionOptions.parse("postgresql://", environment))
                .hasToString(ConnectionOptions.builder().build().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PGHOST            | a,b c   | PGHOST: host holds a ' '; expected a name, or an address without brackets
                    PGPORT            | 0       | PGPORT: port "0" is not a number from 1 to 65535
                    PGPORT            | abc     | PGPORT: port "abc" is not a number from 1 to 65535
                    PGPORT            | 123456  | PGPORT: port "123456" is not a number from 1 to 65535
                    PGPORT            | ١       | PGPORT: port (not shown, it may be a secret) is not a number from 1 to 65535
                    PGSSLMODE         | on      | PGSSLMODE: sslmode "on" is not known; expected one of disable, allow, prefer, require, verify-ca, verify-full
                    PGCONNECT_TIMEOUT | soon    | PGCONNECT_TIMEOUT: connect_timeout "soon" is not a whole number of seconds
                    PGCONNECT_TIMEOUT | 9999999 | PGCONNECT_TIMEOUT: connect_timeout PT2777H46M39S is out of range; expected 1 ms to 2147483647 ms (there is no "no limit"; leave it out for 10 s)
                    """)
    void parse_wrongVariable_isNamed(String variable, String value, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectionOptions.parse("postgresql://", Map.of(variable, value)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "PGHOST, host",
        "PGDATABASE, dbname",
        "PGUSER, user",
        "PGPASSWORD, password",
        "PGAPPNAME, application_name",
        "PGOPTIONS, options"
    })
    void parse_controlCharacterInVariable_isNamedAndNotRepeated(String variable, String name) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectionOptions.parse("postgresql://", Map.of(variable, "C4n4ry\n")))
                .withMessage(variable + ": " + name + " holds a NUL or another control character")
                .satisfies(ConnectionUrlTest::assertNoCanary);
    }

    @Test
    void parse_pathWithNul_isNamedAndNotRepeated() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectionOptions.parse("postgresql://", Map.of("PGSSLROOTCERT", "C4n4ry\0")))
                .withMessage("PGSSLROOTCERT: sslrootcert is not a path that this operating system can have")
                .satisfies(ConnectionUrlTest::assertNoCanary);
    }

    @ParameterizedTest
    @EnumSource
    void named_ownName_same(Parameter parameter) {
        assertThat(Parameter.named(parameter.toString())).contains(parameter);
    }
}
