package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong between the command and a server, as whoever typed it sees it. */
final class NudgeErrorsIT {

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
    void nudge_wrongPassword_exitsWith2AndNeverSaysIt() throws Exception {
        database.createRole("app_nudger", "right", "REPLICATION");
        try (Run run = Run.start("nudge", "--url", database.url("app_nudger", "canary-7d1f"))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .containsExactly(
                            "pgchime: FATAL: password authentication failed for user \"app_nudger\" [28P01]; give"
                                    + " the role's right password in PGPASSWORD or in --url");
        }
    }

    @Test
    void nudge_passwordFromTheEnvironment_isUsed() throws Exception {
        String url = database.createRole("app_env", "right", "REPLICATION").replace(":right@", "@");
        ProcessBuilder builder = Run.pgchime(List.of(), "nudge", "--url", url);
        builder.environment().put("PGPASSWORD", "right");
        try (Run run = Run.start(builder)) {
            run.awaitOut(1);
        }
    }

    @Test
    void nudge_roleWithoutReplication_exitsWith2AndNamesTheFix() throws Exception {
        String url = database.createRole("app_weak", "right");
        try (Run run = Run.start("nudge", "--url", url)) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).singleElement().asString().contains("ALTER ROLE app_weak REPLICATION");
        }
    }

    @Test
    void nudge_noSuchDatabase_exitsWith2AndNamesTheFix() throws Exception {
        try (Run run = Run.start("nudge", "--url", database.url().replace(database.name(), "nowhere"))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .containsExactly("pgchime: FATAL: database \"nowhere\" does not exist [3D000]; give an existing"
                            + " database in PGDATABASE or in --url");
        }
    }

    @Test
    void nudge_unknownHost_keepsTryingAndSaysSo() throws Exception {
        try (Run run = Run.start("nudge", "--url", "postgresql://ada:canary@nowhere.invalid/shop")) {
            run.awaitErr("warning: host name \"nowhere.invalid\" is not known; next attempt in ");
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
            assertThat(run.toString()).doesNotContain("canary");
        }
    }
}
