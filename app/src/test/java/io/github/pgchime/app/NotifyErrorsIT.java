package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PgBouncer;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between listen or notify and a server, as whoever typed it sees it. */
final class NotifyErrorsIT {

    private static final String NOBODY = "postgresql://ada:canary@127.0.0.1:1/shop";

    private PostgresServer server;
    private TestDatabase database;

    @BeforeEach
    void open() {
        server = PostgresServer.shared(Majors.selected().getLast());
        database = server.newDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen", "notify"})
    void channel_of64Bytes_exitsWith2AndSaysSo(String command) throws Exception {
        String channel = "ü".repeat(32);
        try (Run run = Run.start(command, "--url", database.url(), channel, "42")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .last()
                    .isEqualTo(
                            "pgchime: channel \"" + channel + "\" has 64 bytes of UTF-8; expected 1 to 63, which is as"
                                    + " much of a name as PostgreSQL keeps");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen", "notify"})
    void password_wrong_exitsWith2AndNeverSaysIt(String command) throws Exception {
        database.createRole("app_" + command, "right");
        try (Run run = Run.start(command, "--url", database.url("app_" + command, "canary-7d1f"), "orders", "42")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .containsExactly("pgchime: FATAL: password authentication failed for user \"app_" + command
                            + "\" [28P01]; give the role's right password in PGPASSWORD or in --url");
        }
    }

    @Test
    void listen_nobodyThere_keepsTryingAndSaysSo() throws Exception {
        try (Run run = Run.start("listen", "--url", NOBODY, "--answer-timeout", "1ms", "orders")) {
            run.awaitErr("warning: cannot connect to 127.0.0.1 port 1");
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
            assertThat(run.toString()).doesNotContain("canary");
        }
    }

    @Test
    void listen_attemptsExhausted_exitsWith1() throws Exception {
        try (Run run = Run.start("listen", "--url", NOBODY, "--max-attempts", "2", "orders")) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("pgchime: gave up after 2 attempts to connect; the last: cannot connect");
        }
    }

    @Test
    void notify_nobodyThere_exitsWith1AtOnce() throws Exception {
        try (Run run = Run.start("notify", "--url", NOBODY, "orders", "42")) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).singleElement().asString().startsWith("pgchime: cannot connect to 127.0.0.1 port 1");
        }
    }

    @Test
    void notify_payloadOf8000Bytes_exitsWith2AndStatesBothSizes() throws Exception {
        try (Run run = Run.start("notify", "--url", database.url(), "orders", "ü".repeat(4_000))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).containsExactly("pgchime: " + tooLong(8_000));
        }
    }

    @Test
    void notify_lineOf8000Bytes_exitsWith2AndNamesTheLine() throws Exception {
        try (Run run = Run.startWith(
                "a\nb\n" + "x".repeat(8_000) + "\nc\n", "notify", "--url", database.url(), "orders", "-")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).containsExactly("pgchime: line 3 (2 sent): " + tooLong(8_000));
        }
    }

    private static String tooLong(int bytes) {
        return "payload has " + bytes
                + " bytes of UTF-8; PostgreSQL takes at most 7999: send a key, and have the receiver"
                + " read the rest";
    }

    @Test
    void notify_endlessLine_exitsWith2WithoutReadingIt() throws Exception {
        ProcessBuilder builder = Run.pgchime(List.of("-Xmx24m"), "notify", "--url", database.url(), "orders", "-");
        try (Run run = Run.start(builder.redirectInput(Path.of("/dev/zero").toFile()))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .containsExactly(
                            "pgchime: line 1 (0 sent): payload has more than 65536 bytes; PostgreSQL takes at most"
                                    + " 7999: send a key, and have the receiver read the rest");
        }
    }

    @Test
    void notify_lineThatIsNotUtf8_exitsWith2AndNamesTheLine() throws Exception {
        byte[] input = "a\n\u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Run run = Run.startWith(input, "notify", "--url", database.url(), "orders", "-")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .containsExactly(
                            "pgchime: line 2 (1 sent): payload is not UTF-8; convert the input before, as by iconv");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX"})
    void notify_argumentThatTheLocaleCannotRead_isNotMangled(String locale) throws Exception {
        ProcessBuilder builder = Run.pgchime(List.of(), "notify", "--url", database.url(), "orders", "ü");
        builder.environment().put("LC_ALL", locale);
        try (Run run = Run.start(builder)) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).first().asString().contains("LC_ALL=C.UTF-8");
        }
    }

    /** The work of a filter is not done when it is cut off, so the exit code is the signal's. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void notify_signalBetweenLines_saysHowManyWereSent(String signal, int exitCode) throws Exception {
        ProcessBuilder builder = Run.pgchime(List.of(), "notify", "--url", database.url(), "orders", "-");
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try (OutputStream input = process.getOutputStream();
                Run listen = Run.start("listen", "--url", database.url(), "orders")) {
            listen.awaitOut(1);
            input.write("a\nb\nand a part".getBytes(StandardCharsets.UTF_8));
            input.flush();
            listen.awaitOut(3);
            // The second line's acknowledgement may be under way still.
            await().atMost(Run.DEADLINE)
                    .until(() -> database.queryOne("SELECT count(*) FROM pg_stat_activity WHERE datname"
                                    + " = current_database() AND query LIKE 'NOTIFY%''b''' AND state = 'idle'")
                            .equals("1"));
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.onExit().get(30, TimeUnit.SECONDS).exitValue()).isEqualTo(exitCode);
            assertThat(process.errorReader().lines())
                    .containsExactly("pgchime: cut off by a signal; 2 lines were sent");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void transactionPooler_listen_exitsWith2AndNamesIt_notifyWorks() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(server, PgBouncer.Pooling.TRANSACTION);
                Run direct = Run.start("listen", "--url", database.url(), "orders")) {
            direct.awaitOut(1);
            try (Run listen = Run.start("listen", "--url", bouncer.url(database.name()), "orders")) {
                assertThat(listen.exitCode()).isEqualTo(2);
                assertThat(listen.out()).isEmpty();
                assertThat(listen.err()).singleElement().asString().contains("PgBouncer with pool_mode=transaction");
            }
            try (Run notify = Run.start("notify", "--url", bouncer.url(database.name()), "orders", "42")) {
                assertThat(notify.exitCode()).as(notify.toString()).isZero();
            }
            assertThat(direct.awaitOut(2).getLast()).contains("\"payload\":\"42\"");
        }
    }
}
