package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with changes, as whoever typed the command sees it. */
final class ChangesErrorsIT {

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = PostgresServer.shared(Majors.selected().getLast()).newDatabase();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void slot_missing_exitsWith2_andShowsWhatCreatesIt() throws Exception {
        database.execute("CREATE PUBLICATION p FOR ALL TABLES");
        try (Run run = Run.start("changes", "--url", database.url(), "--slot", "nowhere", "--publication", "p")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .containsExactly("pgchime: replication slot nowhere does not exist; create it by SELECT"
                            + " pg_create_logical_replication_slot('nowhere', 'pgoutput'); in database "
                            + database.name() + ", or have it created by --create-slot");
        }
    }

    @Test
    void publication_missing_exitsWith2_andShowsWhatCreatesIt() throws Exception {
        try (Run run = Run.start("changes", "--url", database.url(), "--temporary", "--publication", "nowhere")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .containsExactly("pgchime: publication nowhere does not exist in database " + database.name()
                            + "; create it, such as by CREATE PUBLICATION \"nowhere\" FOR ALL TABLES, or have it created"
                            + " by --create-publication");
        }
    }

    @Test
    void disk_full_exitsWith1_andNothingIsAcknowledged() throws Exception {
        assumeTrue(new File("/dev/full").exists());
        String slot = database.name();
        database.execute(
                "CREATE TABLE items (id int PRIMARY KEY)",
                "CREATE PUBLICATION p FOR ALL TABLES",
                "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')",
                "INSERT INTO items VALUES (1)");
        String confirmed = confirmed(slot);
        Process process = Run.pgchime(
                        List.of(), "changes", "--url", database.url(), "--slot", slot, "--publication", "p")
                .redirectOutput(new File("/dev/full"))
                .start();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("pgchime: standard output cannot be written: No space left on device\n");
        assertThat(confirmed(slot)).isEqualTo(confirmed);
    }

    private String confirmed(String slot) {
        return database.queryOne(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot + "'");
    }

    @Test
    void idleExit_ofAServerThatIsNotThere_isNoSuccess() throws Exception {
        String url = "postgresql://ada@127.0.0.1:1/shop";
        try (Run run =
                Run.start("changes", "--url", url, "--slot", "s", "--publication", "p", "--idle-exit", "100ms")) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().getFirst()).startsWith("warning: cannot connect");
            assertThat(run.err().getLast()).startsWith("pgchime: cannot connect to 127.0.0.1 port 1");
        }
    }

    @Test
    void signal_beforeThereIsAConnection_endsQuietly() throws Exception {
        String url = "postgresql://ada@127.0.0.1:1/shop";
        try (Run run = Run.start("changes", "--url", url, "--slot", "s", "--publication", "p")) {
            run.awaitErr("warning: cannot connect");
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
        }
    }
}
