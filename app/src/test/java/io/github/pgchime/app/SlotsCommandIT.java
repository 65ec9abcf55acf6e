package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slots as whoever asks for them gets them. */
@EveryMajor
final class SlotsCommandIT {

    private final PostgresServer server;
    private TestDatabase database;

    SlotsCommandIT(PostgresServer server) {
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
    void slots_listedAndDropped() throws Exception {
        String slot = database.name();
        database.execute("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        try (Run run = Run.start("slots", "--url", database.url(), "--format", "json")) {
            assertThat(run.exitCode()).as("%s", run.err()).isZero();
            assertThat(run.out())
                    .anyMatch(line -> line.startsWith("{\"slot_name\":\"" + slot + "\",\"plugin\":\"pgoutput\"")
                            && line.contains("\"wal_status\":\"reserved\"")
                            && line.contains("\"lag_bytes\":"));
        }
        try (Run run = Run.start("slots", "--url", database.url(), "drop", slot)) {
            assertThat(run.exitCode()).as("%s", run.err()).isZero();
        }
        assertThat(database.slots()).isEmpty();
        try (Run run = Run.start("slots", "drop", slot, "--url", database.url())) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).containsExactly("pgchime: replication slot " + slot + " does not exist");
        }
    }
}
