package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionOptionsTest {

    @Test
    void builder_nothingGiven_defaults() {
        ConnectionOptions options = new ConnectionOptions.Builder("ada").build();

        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.port()).isEqualTo(5432);
        assertThat(options.user()).isEqualTo("ada");
        assertThat(options.database()).isEqualTo("ada");
        assertThat(options.password()).isEmpty();
        assertThat(options.sslMode()).isEqualTo(SslMode.PREFER);
        assertThat(options.sslModeExplicit()).isFalse();
        assertThat(options.sslRootCert()).isEmpty();
        assertThat(options.applicationName()).isEqualTo("pgchime");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.options()).isEmpty();
    }

    @Test
    void builder_userNotGiven_operatingSystemsUser() {
        assertThat(ConnectionOptions.builder().build().user()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void builder_databaseNotGiven_namedLikeTheUser() {
        assertThat(ConnectionOptions.builder().user("grace").build().database()).isEqualTo("grace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?"})
    void build_operatingSystemsUserWithoutName_asksForUser(String osUser) {
        ConnectionOptions.Builder builder = new ConnectionOptions.Builder(osUser);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(builder::build)
                .withMessageStartingWith("user is not given");
        assertThat(builder.user("ada").build().user()).isEqualTo("ada");
    }

    @Test
    void toBuilder_everythingGiven_everythingKept() {
        PasswordSupplier password = () -> new char[0];
        ConnectionOptions options = ConnectionOptions.builder()
                .host("db.example.com")
                .port(6432)
                .database("shop")
                .user("ada")
                .password(password)
                .sslMode(SslMode.VERIFY_FULL)
                .sslRootCert(Path.of("ca.pem"))
                .applicationName("till")
                .connectTimeout(Duration.ofMillis(1500))
                .options("-c geqo=off")
                .build()
                .toBuilder()
                .build();

        assertThat(options.host()).isEqualTo("db.example.com");
        assertThat(options.port()).isEqualTo(6432);
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.user()).isEqualTo("ada");
        assertThat(options.password()).containsSame(password);
        assertThat(options.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(options.sslModeExplicit()).isTrue();
        assertThat(options.sslRootCert()).contains(Path.of("ca.pem"));
        assertThat(options.applicationName()).isEqualTo("till");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(options.options()).contains("-c geqo=off");
    }

    @Test
    void unixSocket_hostThatIsADirectory_isNamedByThePort() {
        ConnectionOptions socket =
                ConnectionOptions.builder().host("/run/pg").port(6432).build();

        assertThat(socket.host()).isEqualTo("/run/pg");
        assertThat(socket.unixSocket()).contains(Path.of("/run/pg/.s.PGSQL.6432"));
        assertThat(socket.toBuilder().host("db").build().unixSocket()).isEmpty();
    }

    @Test
    void unixSocket_pathTooLong_refusedInBytes() {
        ConnectionOptions.Builder longest = ConnectionOptions.builder().host("/" + "ü".repeat(46) + "/");

        assertThat(longest.build().unixSocket()).isPresent();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(longest.host("/" + "ü".repeat(46) + "/x")::build)
                .withMessage("host is a directory in which the unix socket's path has 109 bytes; it can have 107");
    }

    @Test
    void toBuilder_otherHostAndNoModeGiven_modeFollowsTheHost() {
        ConnectionOptions local = ConnectionOptions.builder().build();

        assertThat(local.toBuilder().host("db").build().sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # given     | host      | root certificate | mode
                    -           | localhost | -                | PREFER
                    -           | 127.0.0.1 | -                | PREFER
                    -           | ::1       | -                | PREFER
                    -           | db        | -                | VERIFY_FULL
                    -           | localhost | ca.pem           | VERIFY_FULL
                    -           | localhost | system           | VERIFY_FULL
                    DISABLE     | db        | -                | DISABLE
                    DISABLE     | db        | ca.pem           | DISABLE
                    PREFER      | db        | ca.pem           | PREFER
                    REQUIRE     | db        | -                | REQUIRE
                    VERIFY_FULL | localhost | system           | VERIFY_FULL
                    -           | /run      | -                | DISABLE
                    VERIFY_FULL | /run      | ca.pem           | DISABLE
                    """)
    void sslMode_givenOrNot_resolved(@Nullable SslMode given, String host, @Nullable Path rootCert, SslMode mode) {
        ConnectionOptions.Builder builder = ConnectionOptions.builder().host(host);
        if (given != null) {
            builder.sslMode(given);
        }
        if (rootCert != null) {
            builder.sslRootCert(rootCert);
        }

        assertThat(builder.build().sslMode()).isEqualTo(mode);
        assertThat(builder.build().sslModeExplicit()).isEqualTo(given != null);
    }

    @Test
    void sslRootCert_system_empty() {
        ConnectionOptions.Builder builder = ConnectionOptions.builder();

        assertThat(builder.sslRootCert(Path.of("system")).build().sslRootCert()).isEmpty();
        assertThat(builder.sslRootCert(Path.of("./system")).build().sslRootCert())
                .contains(Path.of("./system"));
    }

    /** As libpq, for compatibility with older versions of its own. */
    @Test
    void build_requireAndRootCertificate_checksTheChain() {
        assertThat(ConnectionOptions.builder()
                        .sslMode(SslMode.REQUIRE)
                        .sslRootCert(Path.of("ca.pem"))
                        .build()
                        .sslMode())
                .isEqualTo(SslMode.VERIFY_CA);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    REQUIRE | system | sslmode "require" is too weak for sslrootcert=system; use verify-full, or leave sslrootcert out
                    DISABLE | system | sslmode "disable" is too weak for sslrootcert=system; use verify-full, or leave sslrootcert out
                    PREFER  | system | sslmode "prefer" is too weak for sslrootcert=system; use verify-full, or leave sslrootcert out
                    """)
    void build_modeTooWeakForRootCertificate_saysSo(SslMode mode, Path rootCert, String message) {
        ConnectionOptions.Builder builder =
                ConnectionOptions.builder().sslMode(mode).sslRootCert(rootCert);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(builder::build)
                .withMessage(message);
    }

    static List<Arguments> wrongValues() {
        return List.of(
                wrong(b -> b.port(0), "port 0 is out of range; expected 1 to 65535"),
                wrong(b -> b.port(65536), "port 65536 is out of range; expected 1 to 65535"),
                wrong(b -> b.port(-1), "port -1 is out of range; expected 1 to 65535"),
                wrong(b -> b.host(""), "host is empty; give one, or leave it out"),
                wrong(b -> b.host("a\0"), "host holds a NUL or another control character"),
                wrong(b -> b.database(""), "dbname is empty; give one, or leave it out"),
                wrong(b -> b.database("a\n"), "dbname holds a NUL or another control character"),
                wrong(b -> b.user(""), "user is empty; give one, or leave it out"),
                wrong(b -> b.user("a\0b"), "user holds a NUL or another control character"),
                wrong(b -> b.applicationName(""), "application_name is empty; give one, or leave it out"),
                wrong(b -> b.applicationName("\u007F"), "application_name holds a NUL or another control character"),
                wrong(b -> b.options(""), "options is empty; give one, or leave it out"),
                wrong(b -> b.options("-c\ta=b"), "options holds a NUL or another control character"),
                wrong(b -> b.sslRootCert(Path.of("")), "sslrootcert is empty; give one, or leave it out"),
                wrong(b -> b.sslRootCert(Path.of("a\nb")), "sslrootcert holds a NUL or another control character"),
                wrong(b -> b.connectTimeout(Duration.ZERO), timeout("PT0S")),
                wrong(b -> b.connectTimeout(Duration.ofNanos(999_999)), timeout("PT0.000999999S")),
                wrong(b -> b.connectTimeout(Duration.ofSeconds(-1)), timeout("PT-1S")),
                wrong(b -> b.connectTimeout(Duration.ofMillis(1L << 31)), timeout("PT596H31M23.648S")));
    }

    private static Arguments wrong(UnaryOperator<ConnectionOptions.Builder> setting, String message) {
        return Arguments.of(setting, message);
    }

    private static String timeout(String value) {
        return "connect_timeout " + value + " is out of range; expected 1 ms to 2147483647 ms"
                + " (there is no \"no limit\"; leave it out for 10 s)";
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void builder_wrongValue_namesOptionAndWhatIsRight(
            UnaryOperator<ConnectionOptions.Builder> setting, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> setting.apply(ConnectionOptions.builder()))
                .withMessage(message);
    }

    @Test
    void builder_limitsOfRanges_accepted() {
        ConnectionOptions.Builder builder = ConnectionOptions.builder();

        assertThat(builder.port(1).build().port()).isEqualTo(1);
        assertThat(builder.port(65535).build().port()).isEqualTo(65535);
        for (Duration timeout : List.of(Duration.ofMillis(1), Duration.ofMillis(Integer.MAX_VALUE))) {
            assertThat(builder.connectTimeout(timeout).build().connectTimeout()).isEqualTo(timeout);
        }
    }

    @Test
    void toString_everythingGiven_neitherPasswordNorServerOptions() {
        ConnectionOptions options = ConnectionOptions.builder()
                .host("db")
                .database("shop")
                .user("ada")
                .password(PasswordSupplier.of("secret".toCharArray()))
                .sslMode(SslMode.VERIFY_FULL)
                .sslRootCert(Path.of("ca.pem"))
                .options("-c app.token=secret")
                .build();

        assertThat(options)
                .hasToString("ConnectionOptions[host=db, port=5432, database=shop, user=ada, sslMode=verify-full,"
                        + " sslRootCert=ca.pem, applicationName=pgchime, connectTimeout=PT10S]");
    }

    @Test
    void toString_modeNotGiven_saysByDefault() {
        assertThat(ConnectionOptions.builder().build().toString()).contains("sslMode=prefer (by default)");
    }

    @Test
    void parse_processEnvironment_used() {
        String database = System.getenv().getOrDefault("PGDATABASE", "ada");

        assertThat(ConnectionOptions.parse("postgresql://ada@db:6432").database())
                .isEqualTo(database);
    }
}
