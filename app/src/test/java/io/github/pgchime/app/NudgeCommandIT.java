package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EveryMajor
final class NudgeCommandIT {

    private static final String CONNECTED = "{\"type\":\"resync\",\"reason\":\"connected\"}";
    private static final String ORDERS =
            "\\{\"type\":\"batch\",\"nudges\":\\[\\{\"table\":\"public.orders\",\"count\":500,"
                    + "\"first_seen\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}]}";

    private final PostgresServer server;
    private TestDatabase database;

    NudgeCommandIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        database = server.newDatabase();
        database.execute("CREATE TABLE orders (id int PRIMARY KEY)", "CREATE TABLE other (id int)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void nudge_commitThenSignal_printsJsonLinesAndLeavesNothing(String signal) throws Exception {
        try (Run run = Run.start("nudge", "--url", database.url(), "--table", "public.orders")) {
            assertThat(run.awaitOut(1)).containsExactly(CONNECTED);
            assertThat(database.slots()).hasSize(1);
            database.execute("INSERT INTO other VALUES (1)", "INSERT INTO orders SELECT generate_series(1, 500)");
            assertThat(run.awaitOut(2).getLast()).matches(ORDERS);
            run.signal(signal);
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).hasSize(2);
            assertThat(run.err()).singleElement().asString().startsWith("info: streaming by ");
        }
        assertNothingLeft();
    }

    @Test
    void nudge_killed_leavesNothing() throws Exception {
        try (Run run = Run.start("nudge", "--url", database.url())) {
            run.awaitOut(1);
            run.signal("KILL");
            assertThat(run.exitCode()).isEqualTo(137);
        }
        assertNothingLeft();
    }

    @Test
    void nudge_nobodyReadsAnyMore_endsQuietly() throws Exception {
        ProcessBuilder builder = Run.pgchime(List.of(), "nudge", "--format", "json", "--url", database.url());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try (var reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo(CONNECTED);
            // The one end of the pipe that there is.
            process.getInputStream().close();
            database.execute("INSERT INTO orders VALUES (1)");
            assertThat(process.onExit()
                            .get(30, java.util.concurrent.TimeUnit.SECONDS)
                            .exitValue())
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        await().atMost(Run.DEADLINE)
                .untilAsserted(() -> assertThat(database.slots()).isEmpty());
    }
}
