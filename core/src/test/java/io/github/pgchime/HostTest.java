package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "127.0.0.1",
                "127.0.0.0",
                "127.255.255.255",
                "127.100.20.3",
                "::1",
                "0::1",
                "0:0:0:0:0:0:0:1",
                "0000:0000:0000:0000:0000:0000:0000:0001"
            })
    void isLoopback_theMachineItself_true(String name) {
        assertThat(new Host(name).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.example.com",
                "mylocalhost",
                "db",
                "127.0.0.256",
                "127.0.0",
                "127.0.0.1.example.com",
                "127.0.0.01",
                "128.0.0.1",
                "27.0.0.1",
                "::2",
                "1:2:3:4:5:6:7:8",
                "1::7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "1:2:3:4:5:6:1.2.3.4",
                "::11",
                "::",
                "2001:db8::1",
                "fe80::1%eth0",
                "::ffff:127.0.0.1"
            })
    void isLoopback_anythingElse_false(String name) {
        assertThat(new Host(name).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``             | host is empty; give one, or leave it out
                    a,b            | host holds a ','; expected a name, or an address without brackets
                    [::1]          | host holds a '['; expected a name, or an address without brackets
                    u@h            | host holds a '@'; expected a name, or an address without brackets
                    h/db           | host holds a '/'; expected a name, or an address without brackets
                    a b            | host holds a ' '; expected a name, or an address without brackets
                    db:5432        | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    1:2:3          | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    1:2:3:4:5:6:7:8:9 | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    1:2:3:4::5:6:7:8 | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    1::2::3        | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    :::1           | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    12345::        | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    ::1.2.3.256    | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    ::1%           | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    """)
    void constructor_noHost_saysWhy(String name, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new Host(name))
                .withMessage(message);
    }
}
