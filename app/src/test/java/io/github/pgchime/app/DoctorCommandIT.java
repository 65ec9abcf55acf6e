package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The doctor's verdict as whoever called it gets it. */
@EveryMajor
final class DoctorCommandIT {

    private final PostgresServer server;
    private TestDatabase database;

    DoctorCommandIT(PostgresServer server) {
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

    @Test
    void doctor_soundServer_exitsWith0AndLeavesNothing() throws Exception {
        database.execute("CREATE TABLE orders (id int PRIMARY KEY)");
        try (Run run = Run.start("doctor", "--url", database.url(), "--table", "public.orders", "--format", "text")) {
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).first().asString().contains("PostgreSQL " + server.major());
            assertThat(run.out())
                    .contains("A nudge feed can run here.")
                    .anyMatch(line -> line.startsWith("ok    wal-level"));
        }
        assertThat(database.slots()).isEmpty();
    }

    @Test
    void doctor_roleWithoutReplication_exitsWith1AndGivesTheLineToPaste() throws Exception {
        String url = database.createRole("doctor_weak", "canary-55aa");
        try (Run run = Run.start("doctor", "--url", url, "--format", "json")) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .singleElement()
                    .asString()
                    .startsWith("{\"can_feed\":false,\"server\":\"PostgreSQL " + server.major())
                    .contains("{\"name\":\"role\",\"status\":\"fail\"")
                    .contains("ALTER ROLE")
                    .doesNotContain("canary");
        }
    }

    @Test
    void doctor_wrongOption_exitsWith2() throws Exception {
        try (Run run = Run.start("doctor", "--url", database.url(), "--plugin", "pgoutput")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .containsExactly(
                            "pgchime: plugin pgoutput needs a publication: name an existing one, or use plugin auto");
        }
    }

    @Test
    void doctor_nobodyThere_exitsWith1() throws Exception {
        try (Run run = Run.start("doctor", "--url", "postgresql://ada@127.0.0.1:1/shop", "--format", "text")) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("no server was reached").anyMatch(line -> line.startsWith("FAIL  connect"));
        }
    }
}
