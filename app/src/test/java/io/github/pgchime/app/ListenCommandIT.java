package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listening, and notifying beside it, as whoever started them sees it. */
@EveryMajor
final class ListenCommandIT {

    private final PostgresServer server;
    private TestDatabase database;

    ListenCommandIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        database = server.newDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void listen_twoChannelsThenSignal_printsJsonLinesInCommitOrder(String signal) throws Exception {
        try (Run run = Run.start("listen", "--url", database.url(), "orders", "Invoices")) {
            assertThat(run.awaitOut(1)).containsExactly(gap("connected", "\"orders\",\"Invoices\""));
            database.execute(
                    "NOTIFY orders, '{\"id\":42}'",
                    "NOTIFY \"Invoices\", 'ü'",
                    "NOTIFY invoices, 'another channel'",
                    "SELECT pg_notify('orders', n::text) FROM generate_series(1, 500) n");
            List<String> lines = run.awaitOut(503);
            assertThat(lines.get(1)).matches(notification("orders", "\\{\\\\\"id\\\\\":42}"));
            assertThat(lines.get(2)).matches(notification("Invoices", "ü"));
            for (int i = 1; i <= 500; i++) {
                assertThat(lines.get(i + 2)).matches(notification("orders", Integer.toString(i)));
            }
            run.signal(signal);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).hasSize(503);
            assertThat(run.err()).singleElement().asString().matches("info: connected, pid \\d+");
        }
    }

    @Test
    void listen_backendKilled_tellsTheGapAndGoesOn() throws Exception {
        try (Run run = Run.start("listen", "--url", database.url(), "--application-name", "ear", "orders")) {
            run.awaitOut(1);
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ear'"
                    + " AND datname = current_database()");
            assertThat(run.awaitOut(2).getLast()).isEqualTo(gap("reconnected", "\"orders\""));
            database.execute("NOTIFY orders");
            assertThat(run.awaitOut(3).getLast()).matches(notification("orders", ""));
        }
    }

    @Test
    void listen_nobodyReadsAnyMore_endsQuietly() throws Exception {
        ProcessBuilder builder =
                Run.pgchime(List.of(), "listen", "--format", "json", "--url", database.url(), "orders");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try (var reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo(gap("connected", "\"orders\""));
            // The one end of the pipe that there is.
            process.getInputStream().close();
            database.execute("NOTIFY orders");
            assertThat(process.onExit().get(30, TimeUnit.SECONDS).exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void listen_asText_isForPeople() throws Exception {
        try (Run run = Run.start("listen", "--url", database.url(), "--format", "text", "orders")) {
            run.awaitOut(1);
            database.execute("NOTIFY orders, '42'");
            assertThat(run.awaitOut(2))
                    .satisfiesExactly(
                            gap -> assertThat(gap).matches("[\\d:.]{12}  gap: connected; refetch"),
                            line -> assertThat(line).matches("[\\d:.]{12}  orders  42"));
        }
    }

    @Test
    void notify_payload_isHeardAndNothingPrinted() throws Exception {
        try (Run listen = Run.start("listen", "--url", database.url(), "orders")) {
            listen.awaitOut(1);
            try (Run notify = Run.start("notify", "--url", database.url(), "orders", "@{\"id\":42}")) {
                assertThat(notify.exitCode()).isZero();
                assertThat(notify.out()).isEmpty();
                assertThat(notify.err()).isEmpty();
            }
            assertThat(listen.awaitOut(2).getLast()).matches(notification("orders", "@\\{\\\\\"id\\\\\":42}"));
        }
    }

    @Test
    void notify_linesOfStandardInput_areHeardInOrder() throws Exception {
        String payload = "ü".repeat(3_999) + "x";
        try (Run listen = Run.start("listen", "--url", database.url(), "orders")) {
            listen.awaitOut(1);
            try (Run notify =
                    Run.startWith("one\r\n\n" + payload + "\nlast", "notify", "--url", database.url(), "orders", "-")) {
                assertThat(notify.exitCode()).as(notify.toString()).isZero();
                assertThat(notify.out()).isEmpty();
                assertThat(notify.err()).isEmpty();
            }
            assertThat(listen.awaitOut(5).subList(1, 5))
                    .satisfiesExactly(
                            line -> assertThat(line).matches(notification("orders", "one")),
                            line -> assertThat(line).matches(notification("orders", "")),
                            line -> assertThat(line).matches(notification("orders", payload)),
                            line -> assertThat(line).matches(notification("orders", "last")));
        }
    }

    private static String gap(String reason, String channels) {
        return "{\"type\":\"gap\",\"reason\":\"" + reason + "\",\"channels\":[" + channels + "]}";
    }

    /** A pattern. */
    private static String notification(String channel, String payload) {
        return "\\{\"type\":\"notification\",\"channel\":\"" + channel + "\",\"payload\":\"" + payload
                + "\",\"pid\":\\d+,\"received_at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\"}";
    }
}
