package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal as whoever uses it from a shell has it. */
@OldestAndNewest
final class JournalCommandIT {

    private final PostgresServer server;
    private TestDatabase database;

    JournalCommandIT(PostgresServer server) {
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

    private List<String> journal(int exitCode, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("journal"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", database.url()));
        try (Run run = Run.start(all.toArray(String[]::new))) {
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
            return exitCode == 0 ? run.out() : run.err();
        }
    }

    @Test
    void entries_publishedAndTailed_areNotPrintedAgain_untilTheConsumerIsSentBack() throws Exception {
        assertThat(journal(0, "install")).containsExactly("2");
        assertThat(journal(0, "publish", "orders", "{\"id\":42}")).containsExactly("1");
        database.execute(
                "SELECT pgchime.notify('orders', '[1]', 'k', '{\"h\": 1}')", "SELECT pgchime.notify('others', '1')");
        String[] tail = {"tail", "--consumer", "shell", "--channel", "orders", "--from", "earliest", "--idle-exit", "1"
        };
        assertThat(journal(0, tail))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("{\"id\":1,\"channel\":\"orders\",\"key\":null,\"payload\":{\"id\": 42},"
                                        + "\"headers\":{},\"created_at\":\"")
                                .endsWith("Z\",\"attempt\":1,\"replay\":true}"),
                        line -> assertThat(line)
                                .startsWith("{\"id\":2,\"channel\":\"orders\",\"key\":\"k\",\"payload\":[1],"
                                        + "\"headers\":{\"h\": 1},"));
        assertThat(journal(0, tail)).isEmpty();
        assertThat(journal(0, "status"))
                .singleElement()
                .asString()
                .contains("\"consumers\":[{\"name\":\"shell\",\"channels\":[\"orders\"],\"lag_entries\":0,")
                .endsWith(",\"retries\":0,\"dead\":0,\"leader\":null,\"wake_up\":\"nudge\",\"paused\":false}]}");
        database.execute(
                "INSERT INTO pgchime.dead SELECT 'shell', id, channel, key, payload, headers, created_at, 5, 'e', now()"
                        + " FROM pgchime.entry WHERE id = 2");
        assertThat(journal(0, "dead", "shell"))
                .singleElement()
                .asString()
                .startsWith("{\"id\":2,\"channel\":\"orders\",\"key\":\"k\",\"payload\":[1],")
                .contains("\"attempt\":5,\"error\":\"e\",\"died_at\":\"");
        assertThat(journal(0, "status", "--format", "text"))
                .last()
                .asString()
                .startsWith(
                        "shell  orders  behind 0 entries, 0 s  to be tried again 0  dead 1  nobody leads  woken by nudge");
        assertThat(journal(0, "seek", "shell", "2", "--dry-run")).containsExactly("1");
        assertThat(journal(0, "seek", "shell", "2")).containsExactly("1");
        assertThat(journal(0, tail)).hasSize(1);
        assertThat(journal(0, "cleanup", "--days", "7", "--dry-run"))
                .first()
                .asString()
                .startsWith("{\"partition\":\"entry_1\",\"from\":1,\"to\":1000001,\"bytes\":")
                .endsWith("\"verdict\":\"IN_USE\",\"held_by\":[]}");
        assertThat(journal(0, "uninstall")).isEmpty();
        assertThat(journal(2, tail)).singleElement().asString().contains("pgchime journal install");
    }

    @Test
    void tables_areWatched() throws Exception {
        journal(0, "install", "--notify");
        database.execute("CREATE TABLE users (id int PRIMARY KEY, secret text)");
        journal(0, "watch", "public.users", "--exclude", "secret");
        database.execute("INSERT INTO users VALUES (1, 'x')");
        journal(0, "watch", "public.users", "--remove");
        database.execute("INSERT INTO users VALUES (2, 'x')");
        assertThat(database.query("SELECT payload -> 'new_data' FROM pgchime.entry"))
                .containsExactly(List.of("{\"id\": 1}"));
        assertThat(journal(2, "watch", "public.nobody"))
                .singleElement()
                .asString()
                .contains("does not exist");
    }

    @Test
    void mistakes_endWithOneLine() throws Exception {
        assertThat(journal(2, "publish", "orders", "1"))
                .singleElement()
                .asString()
                .contains("pgchime journal install");
        journal(0, "install");
        assertThat(journal(2, "publish", "orders", "{"))
                .singleElement()
                .asString()
                .contains("is no JSON");
        assertThat(journal(2, "pause", "nobody")).singleElement().asString().contains("no consumer nobody");
        assertThat(journal(2, "seek", "c", "yesterday")).first().asString().contains("is no start; expected now");
    }
}
