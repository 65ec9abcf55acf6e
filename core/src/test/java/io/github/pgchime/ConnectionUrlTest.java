package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {

    private static final String CANARY = "C4n4ry";

    /** The valid lines are what libpq 18 makes of the same URLs; {@code -} is what it leaves to the environment. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # URL                                          | user     | password | host         | port  | dbname
                    postgresql://uri-user:secret@host:12345/db     | uri-user | secret   | host         | 12345 | db
                    postgresql://uri-user@host:12345/db            | uri-user | -        | host         | 12345 | db
                    postgresql://host:12345/db                     | -        | -        | host         | 12345 | db
                    postgresql://uri-user@host:12345/              | uri-user | -        | host         | 12345 | -
                    postgresql://uri-user@                         | uri-user | -        | -            | -     | -
                    postgresql://host                              | -        | -        | host         | -     | -
                    postgresql://                                  | -        | -        | -            | -     | -
                    postgres://                                    | -        | -        | -            | -     | -
                    postgres:///                                   | -        | -        | -            | -     | -
                    postgres:///db                                 | -        | -        | -            | -     | db
                    postgres://uri-user@/db                        | uri-user | -        | -            | -     | db
                    postgres://@host                               | -        | -        | host         | -     | -
                    postgres://:secret@host                        | -        | secret   | host         | -     | -
                    postgres://user:@host                          | user     | -        | host         | -     | -
                    postgres://user:a:b@host                       | user     | a:b      | host         | -     | -
                    postgres://host:/                              | -        | -        | host         | -     | -
                    postgres://:12345/                             | -        | -        | -            | 12345 | -
                    postgresql://%68ost/                           | -        | -        | host         | -     | -
                    postgresql://%C3%BCser:p%40%2F%3f%25@host      | üser     | p@/?%    | host         | -     | -
                    postgresql://u+1:a+b@host/c+d                  | u+1      | a+b      | host         | -     | c+d
                    postgresql://host/a/b%20c                      | -        | -        | host         | -     | a/b c
                    postgresql://h1,h2/db                          | -        | -        | h1,h2        | -     | db
                    postgresql://u:p@h1:1,h2:2,[::1]:3/db          | u        | p        | h1,h2,::1    | 1,2,3 | db
                    postgresql://h1,h2:2                           | -        | -        | h1,h2        | ,2    | -
                    postgresql://:1,:2/db                          | -        | -        | -            | 1,2   | db
                    postgresql://[::1],h2/db                       | -        | -        | ::1,h2       | -     | db
                    postgresql:///db?host=a,b&port=1,2             | -        | -        | a,b          | 1,2   | db
                    postgresql://bücher                            | -        | -        | bücher       | -     | -
                    postgresql://[::1]:12345/db                    | -        | -        | ::1          | 12345 | db
                    postgresql://[2001:db8::1234]/                 | -        | -        | 2001:db8::1234 | -   | -
                    postgresql://[fe80::1%25eth0]                  | -        | -        | fe80::1%eth0 | -     | -
                    postgresql://u@[::1]?dbname=db                 | u        | -        | ::1          | -     | db
                    postgresql://host?                             | -        | -        | host         | -     | -
                    postgresql://host/db?user=uri-user&port=12345  | uri-user | -        | host         | 12345 | db
                    postgresql://host/db?u%73er=u&                 | u        | -        | host         | -     | db
                    postgresql://u:p@host:1/db?user=U&password=P&host=H&port=2&dbname=D | U | P | H         | 2     | D
                    postgresql://host/db?user=me@work              | me@work  | -        | host         | -     | db
                    postgresql://host?password=a:b/c?d%23%26e#     | -        | a:b/c?d#&e# | host      | -     | -
                    """)
    void values_validUrl_asLibpq(
            String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable String host,
            @Nullable String port,
            @Nullable String dbname) {
        Map<Parameter, String> values = ConnectionUrl.values(url);

        assertThat(values.get(Parameter.USER)).isEqualTo(user);
        assertThat(values.get(Parameter.PASSWORD)).isEqualTo(password);
        assertThat(values.get(Parameter.HOST)).isEqualTo(host);
        assertThat(values.get(Parameter.PORT)).isEqualTo(port);
        assertThat(values.get(Parameter.DBNAME)).isEqualTo(dbname);
    }

    @Test
    void parse_everyParameter_taken() {
        ConnectionOptions options = parse("postgresql://ada:s%C3%A9cret@db:6432/shop?sslmode=verify-full"
                + "&sslrootcert=/etc/ca.pem&application_name=till%201&connect_timeout=3&options=-c%20geqo%3Doff"
                + "&client_encoding=UTF8");

        assertThat(options.host()).isEqualTo("db");
        assertThat(options.port()).isEqualTo(6432);
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.user()).isEqualTo("ada");
        assertThat(options.password().orElseThrow().password())
                .containsExactly('s', 'é', 'c', 'r', 'e', 't')
                .isNotSameAs(options.password().orElseThrow().password());
        assertThat(options.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(options.sslModeExplicit()).isTrue();
        assertThat(options.sslRootCert()).contains(Path.of("/etc/ca.pem"));
        assertThat(options.applicationName()).isEqualTo("till 1");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.options()).contains("-c geqo=off");
    }

    @Test
    void parse_emptyParameters_countAsNotGiven() {
        ConnectionOptions options = parse("postgresql://ada@db/shop?user=&host=&sslmode=&connect_timeout=&password=");

        assertThat(options.user()).isEqualTo("ada");
        assertThat(options.host()).isEqualTo("db");
        assertThat(options.sslModeExplicit()).isFalse();
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.password()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://%2Fvar%2Frun%2Fpostgresql/db",
                "postgresql:///db?host=/var/run/postgresql",
                "postgresql:///db?host=%2Fvar%2Frun%2Fpostgresql"
            })
    void parse_directoryInPlaceOfAHost_unixSocket(String url) {
        assertThat(parse(url).host()).isEqualTo("/var/run/postgresql");
        assertThat(parse(url).unixSocket()).contains(Path.of("/var/run/postgresql/.s.PGSQL.5432"));
    }

    @Test
    void parse_sslTrue_require() {
        assertThat(parse("postgresql://db?ssl=true").sslMode()).isEqualTo(SslMode.REQUIRE);
    }

    @Test
    void parse_sslRootCertSystem_verifyFull() {
        ConnectionOptions options = parse("postgresql://localhost?sslrootcert=system");

        assertThat(options.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(options.sslRootCert()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "UTF-8", "Utf8"})
    void parse_clientEncodingUtf8_accepted(String encoding) {
        assertThat(parse("postgresql://db?client_encoding=" + encoding).host()).isEqualTo("db");
    }

    /** {@code !} stands for the password, which no message may hold. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    # schemes
                    ``                                      | it does not begin with postgresql:// or postgres://, nor is it a string such as host=db user=ada
                    !                                       | it does not begin with postgresql:// or postgres://, nor is it a string such as host=db user=ada
                    POSTGRES://u:!@h                        | it does not begin with postgresql:// or postgres://, nor is it a string such as host=db user=ada
                    postgre://u:!@h                         | it does not begin with postgresql:// or postgres://, nor is it a string such as host=db user=ada
                    mysql://u:!@h                           | it does not begin with postgresql:// or postgres://, nor is it a string such as host=db user=ada
                    jdbc:postgresql://h?password=!          | it is a JDBC URL; drop the leading jdbc:, and give user and password as libpq takes them
                    # encoding
                    postgres://u:!@h/a b                    | character 24 is a space or a control character; a space is written %20
                    postgres://u:! @h                       | character 20 is a space or a control character; a space is written %20
                    postgres://u:!@h/%                      | the % at character 23 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://u:!@h/%1                     | the % at character 23 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://u:!%@h                       | the % at character 20 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://u:%x1!@h                     | the % at character 14 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://u:%1x!@h                     | the % at character 14 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://h?password=!%zz              | the % at character 29 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://h?pass%word=!                | the % at character 18 is not followed by two hexadecimal digits; a % itself is written %25
                    postgres://u:!%FF@h                     | the percent-encoding in characters 14 to 22 is not UTF-8
                    postgres://u:!%00@h                     | password holds a NUL or another control character
                    postgres://u%0A:!@h                     | user holds a NUL or another control character
                    postgres://h/db%7F?password=!           | dbname holds a NUL or another control character
                    # stray separators
                    postgres://u:a@!@h                      | the @ at character 22 is one too many; in a user's name, a password or a database's name write %40, and / as %2F
                    postgres://u:12/!@h                     | the @ at character 23 is one too many; in a user's name, a password or a database's name write %40, and / as %2F
                    postgres://u:a@b/!@h                    | the @ at character 24 is one too many; in a user's name, a password or a database's name write %40, and / as %2F
                    postgres://u:a?!@h                      | a ? at character 15 stands before an @; in a user's name or a password write %3F, and in a parameter write the @ as %40
                    postgres://h?password=!@x               | a ? at character 13 stands before an @; in a user's name or a password write %3F, and in a parameter write the @ as %40
                    # host and port
                    postgres://u:!                          | the port is not a number from 1 to 65535; if it was not meant as a port: an IPv6 address stands in brackets, and a password between : and @, with / written %2F
                    postgres://u:!/db                       | the port is not a number from 1 to 65535; if it was not meant as a port: an IPv6 address stands in brackets, and a password between : and @, with / written %2F
                    postgres://u:!@h:0                      | the port is not a number from 1 to 65535; if it was not meant as a port: an IPv6 address stands in brackets, and a password between : and @, with / written %2F
                    postgres://u:!@h:65536                  | the port is not a number from 1 to 65535; if it was not meant as a port: an IPv6 address stands in brackets, and a password between : and @, with / written %2F
                    postgres://u:!@::1/db                   | the port is not a number from 1 to 65535; if it was not meant as a port: an IPv6 address stands in brackets, and a password between : and @, with / written %2F
                    postgres://u:!@[::1                     | the [ at character 21 begins an IPv6 address, but none ends with ]
                    postgres://u:!@[]                       | the [ at character 21 begins an IPv6 address, but none ends with ]
                    postgres://u:!@[::1]z                   | character 26 stands behind an IPv6 address; expected :, / or a comma
                    postgres://u:!@[200z:db8::1234]/        | host holds a ':' and is not an IPv6 address; the port is an option of its own
                    postgres://u:a@!%2Fb                    | host holds a '/'; expected a name, or an address without brackets
                    # values
                    postgres://u:!@h?port=70000             | port "70000" is not a number from 1 to 65535
                    postgres://u:!@h?port=!                 | port (not shown, it may be a secret) is not a number from 1 to 65535
                    postgres://u:!@a,b,c?port=1,2           | port has 2 entries for 3 hosts; expected one for all, or one for each
                    postgres://u:!@a,b?hostaddr=::1         | host has 2 entries and hostaddr 1; expected as many
                    postgres://u:!@a?hostaddr=db            | hostaddr "db" is no address; expected one such as 192.0.2.1 or 2001:db8::1, and a name in host
                    postgres://u:!@a?keepalives=yes         | keepalives "yes" is not known; expected 1 or 0
                    postgres://u:!@a?keepalives_count=200   | keepalives_count 200 is out of range; expected 1 to 127
                    postgres://u:!@a?keepalives_idle=40000  | keepalives_idle PT11H6M40S is out of range; expected whole seconds from 1 to 32767
                    postgres://u:!@a?load_balance_hosts=on  | load_balance_hosts "on" is not known; expected random or disable
                    postgres://u:!@a?target_session_attrs=master | target_session_attrs "master" is not known; expected one of any, read-write, read-only, primary, standby, prefer-standby
                    postgres://u:!@h?sslmode=on             | sslmode "on" is not known; expected one of disable, allow, prefer, require, verify-ca, verify-full
                    postgres://u:!@h?connect_timeout=0      | connect_timeout PT0S is out of range; expected 1 ms to 2147483647 ms (there is no "no limit"; leave it out for 10 s)
                    postgres://u:!@h?connect_timeout=-1     | connect_timeout "-1" is not a whole number of seconds
                    postgres://u:!@h?connect_timeout=10s    | connect_timeout (not shown, it may be a secret) is not a whole number of seconds
                    postgres://u:!@h?client_encoding=LATIN1 | client_encoding (not shown, it may be a secret) is not UTF8, which pgchime always uses
                    postgres://u:!@h?client_encoding=auto   | client_encoding "auto" is not UTF8, which pgchime always uses
                    # parameters
                    postgres://u:!@h?a                      | parameter 1 has no =; within a value write & as %26
                    postgres://h?password=a&!               | parameter 2 has no =; within a value write & as %26
                    postgres://h?user=a&&password=!         | parameter 2 has no =; within a value write & as %26
                    postgres://h?password=a=!               | parameter 1 has a second =; within a value write %3D
                    postgres://h?password=a&!=b             | parameter 2 is not known; within a value write & as %26 and @ as %40
                    postgres://h?password=a&word=!          | parameter 2 is not known; within a value write & as %26 and @ as %40
                    postgres://u:a@b/?word=!@h              | parameter 1 is not known; within a value write & as %26 and @ as %40
                    postgres://h?!=a                        | parameter (not shown, it may be a secret) is not known; known are service, servicefile, host, hostaddr, port, dbname, user, password, passfile, target_session_attrs, load_balance_hosts, require_auth, channel_binding, sslmode, sslrootcert, sslcert, sslkey, sslpassword, sslcrl, sslsni, sslnegotiation, ssl_min_protocol_version, ssl_max_protocol_version, application_name, fallback_application_name, connect_timeout, options, keepalives, keepalives_idle, keepalives_interval, keepalives_count, min_protocol_version, max_protocol_version, client_encoding
                    postgres://h?=a                         | parameter (not shown, it may be a secret) is not known; known are service, servicefile, host, hostaddr, port, dbname, user, password, passfile, target_session_attrs, load_balance_hosts, require_auth, channel_binding, sslmode, sslrootcert, sslcert, sslkey, sslpassword, sslcrl, sslsni, sslnegotiation, ssl_min_protocol_version, ssl_max_protocol_version, application_name, fallback_application_name, connect_timeout, options, keepalives, keepalives_idle, keepalives_interval, keepalives_count, min_protocol_version, max_protocol_version, client_encoding
                    postgres://h?passwrod=!                 | parameter "passwrod" is not known; did you mean password?
                    postgres://u:!@h?uzer=a                 | parameter "uzer" is not known; did you mean user?
                    postgres://u:!@h?ssl_mode=a             | parameter "ssl_mode" is not known; did you mean sslmode?
                    postgres://u:!@h?ApplicationName=a      | parameter "ApplicationName" is not known; did you mean application_name?
                    postgres://u:!@h?database=a             | parameter "database" is not known; the database is given as dbname
                    postgres://u:!@h?username=a             | parameter "username" is not known; the user is given as user
                    postgres://h?password=!&tcp_user_timeout=1 | parameter "tcp_user_timeout" is not supported yet; leave it out
                    postgres://h?password=!&replication=on  | parameter "replication" is set by pgchime itself; leave it out
                    postgres://u:!@h?ssl=false              | parameter "ssl" can only be true; use sslmode
                    postgres://h?password=a&password=!      | parameter "password" is given twice; give it once
                    postgres://u:!@h?ssl=true&sslmode=prefer | parameter "sslmode" is given twice; give it once
                    postgres://u:!@h?sslmode=verify-ca      | sslmode "verify-ca" needs sslrootcert: without it anyone's certificate would do that a public authority has signed; give the file of your own, or use verify-full
                    postgres://u:!@h?max_protocol_version=2.0 | max_protocol_version (not shown, it may be a secret) is not known; expected one of 3.0, 3.2
                    postgres://u:!@h?min_protocol_version=latest | min_protocol_version 3.2 is newer than max_protocol_version 3.0
                    postgres://u:!@h?sslcert=a              | sslcert is given without sslkey; a client's certificate is of no use without its key
                    postgres://u:!@h?sslkey=a               | sslkey is given without sslcert; a client's key is of no use without its certificate
                    postgres://u:!@h?sslmode=require&sslcrl=a | sslcrl says which certificates are revoked, and sslmode "require" checks none; use verify-full, or leave sslcrl out
                    postgres://u:!@localhost?sslnegotiation=direct | sslmode "prefer" is too weak for sslnegotiation=direct, which knows no plain text; use require, verify-ca or verify-full
                    postgres://u:!@h?sslnegotiation=tls     | sslnegotiation "tls" is not known; expected one of postgres, direct
                    postgres://u:!@h?ssl_min_protocol_version=TLSv1.1 | ssl_min_protocol_version (not shown, it may be a secret) is not known; expected one of TLSv1.2, TLSv1.3
                    postgres://u:!@h?ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=TLSv1.2 | ssl_min_protocol_version TLSv1.3 is newer than ssl_max_protocol_version TLSv1.2
                    """)
    void parse_wrongUrl_namesTheMistakeAndNotThePassword(String template, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse(template.replace("!", CANARY)))
                .satisfies(e -> assertThat(e.getMessage()).endsWith(message))
                .satisfies(ConnectionUrlTest::assertNoCanary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:C4n4ry\0@h",
                "postgres://u:C4n4ry@h\n",
                "\tpostgres://u:C4n4ry@h",
                "postgres://u:C4n4ry\u0085@h",
                "postgres://u:C4n4ry\uD800@h",
                "postgres://h?password=C4n4ry\r"
            })
    void parse_rawControlCharacterOrHalfSurrogate_rejectedWithoutPassword(String url) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse(url))
                .satisfies(ConnectionUrlTest::assertNoCanary);
    }

    @Test
    void parse_valid_toStringWithoutPassword() {
        assertThat(parse("postgres://u:C4n4ry@h").toString()).doesNotContain(CANARY);
        assertThat(parse("postgres://h?password=C4n4ry").toString()).doesNotContain(CANARY);
    }

    static void assertNoCanary(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain(CANARY);
            assertThat(t.getSuppressed()).isEmpty();
        }
    }

    private static ConnectionOptions parse(String url) {
        return ConnectionOptions.parse(url, Map.of());
    }
}
