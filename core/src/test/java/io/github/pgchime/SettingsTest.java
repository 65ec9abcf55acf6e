package io.github.pgchime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setHome() {
        environment.put("HOME", home.toString());
    }

    private ConnectionOptions parse(String text) {
        return ConnectionOptions.parse(text, environment);
    }

    private Path write(String name, String... lines) throws IOException {
        Path file = Files.write(home.resolve(name), List.of(lines));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    private static String password(ConnectionOptions options) {
        return new String(options.password().orElseThrow().password());
    }

    @Test
    void whatIsGiven_isBeforeTheService_whichIsBeforeTheEnvironment() throws IOException {
        write(
                ".pg_service.conf",
                "# services",
                "[other]",
                "host=wrong",
                "  [shop]  ",
                "host=service.example.com",
                "port=6432",
                "",
                "user=service",
                "[shop]",
                "dbname=wrong");
        environment.putAll(Map.of("PGSERVICE", "shop", "PGHOST", "env", "PGUSER", "env", "PGDATABASE", "env"));
        ConnectionOptions options = parse("user=given");
        assertThat(options.host()).isEqualTo("service.example.com");
        assertThat(options.port()).isEqualTo(6432);
        assertThat(options.user()).isEqualTo("given");
        assertThat(options.database()).isEqualTo("env");
    }

    @Test
    void service_thatTheOwnFileDoesNotName_isTheSystems() throws IOException {
        write(".pg_service.conf", "[other]", "host=wrong");
        Files.createDirectory(home.resolve("etc"));
        write("etc/pg_service.conf", "[shop]", "host=system");
        environment.put("PGSYSCONFDIR", home.resolve("etc").toString());
        assertThat(parse("postgresql://?service=shop").host()).isEqualTo("system");
    }

    @Test
    void service_ofANamedFile() throws IOException {
        Path file = write("services", "[a b]", "host=named");
        assertThat(parse("service='a b' servicefile=" + file).host()).isEqualTo("named");
    }

    @Test
    void service_thatIsNowhere_saysWhereItWasLookedFor() throws IOException {
        Path file = write(".pg_service.conf", "[other]");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse("service=shop"))
                .withMessage("connection string: service \"shop\" is in none of [" + file + "]");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse("service=shop servicefile=/no/such"))
                .withMessageStartingWith("service file /no/such cannot be read: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    host             | line 2 has no =; expected parameter=value
                    service=b        | line 2 names another service, which a service cannot
                    hosst=db         | parameter "hosst" is not known; did you mean host?
                    host =db         | parameter (not shown, it may be a secret) is not known; did you mean host?
                    """)
    void serviceFile_thatIsWrong_saysWhereAndWhat(String line, String message) throws IOException {
        Path file = write("services", "[a]", line);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse("service=a servicefile=" + file))
                .withMessageStartingWith("service file " + file + ": " + message);
    }

    @Test
    void serviceFile_withAWrongValue_isNamed() throws IOException {
        Path file = write("services", "[a]", "port=none");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> parse("service=a servicefile=" + file))
                .withMessage("service \"a\": port \"none\" is not a number from 1 to 65535");
    }

    @Test
    void everythingElse_isTaken() {
        ConnectionOptions options = parse("host=a,b,c hostaddr=192.0.2.1,,2001:db8::1 port=1,,3"
                + " target_session_attrs=prefer-standby load_balance_hosts=random keepalives=1 keepalives_idle=7"
                + " keepalives_interval=2 keepalives_count=3 fallback_application_name=mine");
        assertThat(options.hosts())
                .extracting(
                        ConnectionOptions::host,
                        ConnectionOptions::port,
                        host -> host.hostAddress().orElse("-"))
                .containsExactly(tuple("a", 1, "192.0.2.1"), tuple("b", 5432, "-"), tuple("c", 3, "2001:db8::1"));
        assertThat(options.targetSessionAttrs()).isEqualTo(TargetSessionAttrs.PREFER_STANDBY);
        assertThat(options.loadBalanceHosts()).isTrue();
        assertThat(options.keepalives())
                .isEqualTo(Keepalives.usual()
                        .idle(Duration.ofSeconds(7))
                        .interval(Duration.ofSeconds(2))
                        .count(3));
        assertThat(options.applicationName()).isEqualTo("mine");
        assertThat(options.toBuilder().build().hosts())
                .hasToString(options.hosts().toString());
        assertThat(options)
                .hasToString("ConnectionOptions[hosts=[a:1, b:5432, c:3], targetSessionAttrs=prefer-standby,"
                        + " database=" + options.database() + ", user=" + options.user()
                        + ", sslMode=verify-full (by default), applicationName=mine, connectTimeout=PT10S]");
    }

    @Test
    void addressWithoutHost_isTheHost() {
        ConnectionOptions options = parse("hostaddr=127.0.0.1");
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.hostAddress()).contains("127.0.0.1");
    }

    @Test
    void applicationName_isBeforeItsFallback() {
        assertThat(parse("fallback_application_name=mine application_name=till").applicationName())
                .isEqualTo("till");
    }

    @Test
    void keepalives_ofZero_areTheSystems() {
        assertThat(parse("keepalives=0 keepalives_idle=0 keepalives_interval=0 keepalives_count=0")
                        .keepalives())
                .isEqualTo(Keepalives.usual().on(false));
    }

    @Test
    void password_isOfTheFirstLineThatFits() throws IOException {
        write(
                ".pgpass",
                "#db:*:*:*:comment",
                "db:1:*",
                "db:5432:shop:ada:first",
                "db:5432:*:*:second",
                "*:*:*:o\\:b\\\\:with\\:colon and\\\\slash",
                "::1:*:*:*:wrong",
                "\\:\\:1:*:*:*:six",
                "localhost:*:*:*:local",
                "*:7:*:*:");
        assertThat(password(parse("host=db dbname=shop user=ada"))).isEqualTo("first");
        assertThat(password(parse("host=db dbname=shop user=bob"))).isEqualTo("second");
        assertThat(password(parse("host=x dbname=shop user='o:b\\\\'"))).isEqualTo("with:colon and\\slash");
        assertThat(password(parse("host=::1 user=u"))).isEqualTo("six");
        assertThat(password(parse("host=/var/run/postgresql user=u"))).isEqualTo("local");
        assertThat(password(parse("host=db port=7 user=u"))).isEmpty();
        assertThat(password(parse("host=other user=u"))).isEmpty();
        assertThat(password(parse("host=db password=given"))).isEqualTo("given");
        assertThat(parse("host=x,db dbname=shop user=ada").hosts())
                .extracting(SettingsTest::password)
                .containsExactly("", "first");
    }

    @Test
    void passfile_isReadAnewEachTime_andNeedNotExist() throws IOException {
        ConnectionOptions options = parse("host=db user=u passfile=" + home.resolve("passwords"));
        assertThat(password(options)).isEmpty();
        write("passwords", "*:*:*:*:one");
        assertThat(password(options)).isEqualTo("one");
        write("passwords", "*:*:*:*:two");
        assertThat(password(options)).isEqualTo("two");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no permissions of POSIX's kind")
    void passfile_thatOthersMayRead_isNotUsed() throws IOException {
        Path file = write("passwords", "*:*:*:*:C4n4ry");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        environment.put("PGPASSFILE", file.toString());
        ConnectionOptions options = parse("host=db");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> password(options))
                .withMessage("passfile " + file
                        + " can be read or written by others than its owner, and so is not used; run chmod 0600 on it");
        environment.put("PGPASSFILE", home.toString());
        ConnectionOptions directory = parse("host=db");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> password(directory))
                .withMessage("passfile " + home + " is not a plain file");
    }
}
