package io.github.pgchime.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal as whoever uses it from a shell has it. */
@OldestAndNewest
final class JournalCommandIT {

    private final PostgresServer server;
    private TestDatabase database;

    @TempDir
    private Path directory;

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
                .endsWith(
                        ",\"rate\":0.0,\"retries\":0,\"dead\":0,\"leader\":null,\"wake_up\":\"nudge\",\"paused\":false}]}");
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
                        "shell  orders  behind 0 entries, 0 s  0 entries/s  to be tried again 0  dead 1  nobody leads  woken by nudge");
        assertThat(journal(0, "consumers"))
                .singleElement()
                .asString()
                .startsWith("{\"name\":\"shell\",\"channels\":[\"orders\"],");
        assertThat(journal(0, "consumers", "--format", "text"))
                .singleElement()
                .asString()
                .startsWith("shell  orders  behind 0");
        assertThat(journal(0, "dead", "shell", "--format", "text"))
                .singleElement()
                .asString()
                .startsWith("2  orders  k  died ")
                .endsWith(" after 5 attempts  e");
        assertThat(journal(0, "seek", "shell", "2", "--dry-run")).containsExactly("1");
        assertThat(journal(0, "seek", "shell", "2")).containsExactly("1");
        assertThat(journal(0, tail)).hasSize(1);
        assertThat(journal(0, "cleanup", "--days", "7", "--dry-run"))
                .first()
                .asString()
                .startsWith("{\"partition\":\"entry_1\",\"from\":1,\"to\":1000001,\"bytes\":")
                .endsWith("\"verdict\":\"IN_USE\",\"held_by\":[]}");
        assertThat(journal(0, "cleanup", "--days", "7", "--dry-run", "--format", "text"))
                .first()
                .asString()
                .startsWith("entry_1  ids 1 to 1000000  ");
        assertThat(journal(
                        0, "tail", "--consumer", "every", "--from", "earliest", "--idle-exit", "1", "--format", "text"))
                .containsExactly("1  orders  -  {\"id\": 42}", "2  orders  k  [1]", "3  others  -  1");
        assertThat(journal(0, "consumers", "--format", "text"))
                .first()
                .asString()
                .startsWith("every  all channels  behind 0");
        assertThat(journal(0, "uninstall")).isEmpty();
        assertThat(journal(2, tail)).singleElement().asString().contains("pgchime journal install");
    }

    private Path jarOfConsumers() throws IOException {
        Path source = Files.createDirectories(directory.resolve("shop")).resolve("Consumers.java");
        Files.writeString(source, """
                package shop;

                import io.github.pgchime.journal.*;

                public final class Consumers {
                    public static class Mailer implements ConsumerProvider {
                        public String name() {
                            return "mailer";
                        }

                        public void configure(ConsumerBuilder consumer, Journal journal) {
                            consumer.channels("orders").from(Start.earliest()).handler(entry -> {
                                journal.publish("mails", entry.payload());
                                Thread.sleep(1_000);
                                System.out.println(name() + " sent " + entry.payload());
                            });
                        }
                    }

                    public static final class Archive extends Mailer {
                        public String name() {
                            return "archive";
                        }
                    }
                }
                """);
        Path classes = directory.resolve("classes");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-cp",
                                Run.jar().toString(),
                                "-d",
                                classes.toString(),
                                source.toString()))
                .isZero();
        Path jar = directory.resolve("shop.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("Consumers", "Consumers$Mailer", "Consumers$Archive")) {
                out.putNextEntry(new JarEntry("shop/" + name + ".class"));
                Files.copy(classes.resolve("shop/" + name + ".class"), out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/io.github.pgchime.journal.ConsumerProvider"));
            out.write("shop.Consumers$Mailer\nshop.Consumers$Archive\n".getBytes(UTF_8));
        }
        return jar;
    }

    @Test
    void consumersOfAJar_run_andFinishWhatTheyHaveInHand() throws Exception {
        String jar = jarOfConsumers().toString();
        assertThat(journal(0, "consume", "--jar", jar, "--list")).containsExactly("archive", "mailer");
        assertThat(journal(0, "consume", "--jar", jar, "--list", "--except", "mailer"))
                .containsExactly("archive");
        assertThat(journal(2, "consume", "--jar", jar, "--only", "nobody"))
                .singleElement()
                .asString()
                .contains("--only names nobody; there are archive, mailer");
        assertThat(journal(2, "consume", "--jar", jar + "x"))
                .singleElement()
                .asString()
                .contains("cannot be read");
        assertThat(journal(2, "consume", "--jar", Run.jar().toString()))
                .singleElement()
                .asString()
                .contains("no consumer is named");
        journal(0, "install");
        journal(0, "publish", "orders", "42");
        try (Run run = Run.start("journal", "consume", "--jar", jar, "--only", "mailer", "--url", database.url())) {
            await().atMost(Run.DEADLINE)
                    .until(() -> database.queryOne("SELECT count(*) FROM pgchime.entry WHERE channel = 'mails'")
                            .equals("1"));
            run.signal("TERM");
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out()).containsExactly("mailer sent 42");
        }
        assertThat(journal(0, "consumers")).singleElement().asString().contains("\"lag_entries\":0,");
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
