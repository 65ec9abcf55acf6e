package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Changes as whoever started the command gets them, and what the slot remembers of that. */
@OldestAndNewest
final class ChangesCommandIT {

    private static final Pattern ID = Pattern.compile("\"after\":\\{\"id\":([0-9]+)");

    /** More than a pipe and the command's own output hold, a line having some hundred bytes. */
    private static final int MUCH = 1_000;

    private final PostgresServer server;
    private TestDatabase database;

    ChangesCommandIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void open() {
        database = server.newDatabase();
        database.execute("CREATE TABLE items (id int PRIMARY KEY, note text)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void changes_slotAndPublicationCreated_printsRowsAsTheyCome_andAcknowledgesThem() throws Exception {
        try (Run run = Run.start(args("--create-slot", "--create-publication", "public.items"))) {
            run.awaitErr("info: streaming from slot " + slot());
            database.execute("INSERT INTO items VALUES (1, 'é\"\n'), (2, NULL)", "UPDATE items SET note = 'x'");
            assertThat(run.awaitOut(4))
                    .allSatisfy(ChangesCommandIT::assertJson)
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("{\"before\":null,\"after\":{\"id\":1,\"note\":\"é\\\"\\n\"},")
                                    .contains("\"table\":\"items\"", "\"op\":\"c\""),
                            line -> assertThat(line).contains("\"after\":{\"id\":2,\"note\":null},"),
                            line -> assertThat(line).contains("\"after\":{\"id\":1,\"note\":\"x\"},", "\"op\":\"u\""),
                            line -> assertThat(line).contains("\"after\":{\"id\":2,\"note\":\"x\"},", "\"op\":\"u\""));
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).hasSize(1);
        }
        try (Run run = Run.start(args("--idle-exit", "100ms"))) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out()).as("acknowledged, so not sent again").isEmpty();
        }
    }

    @Test
    void changes_lookedAt_areInEveryFormat_andLeaveTheSlotWhereItIs() throws Exception {
        createSlot();
        database.execute(
                "ALTER TABLE items ALTER note SET STORAGE EXTERNAL",
                "INSERT INTO items VALUES (1, 'a\u001b\nb'), (2, repeat('x', 9000))",
                "UPDATE items SET id = 3 WHERE id = 2",
                "UPDATE items SET note = NULL WHERE id = 3",
                "DELETE FROM items WHERE id = 1",
                "TRUNCATE items RESTART IDENTITY",
                "SELECT pg_logical_emit_message(false, 'raw', '\\xff'::bytea)",
                "SELECT pg_logical_emit_message(true, 'outbox', '{\"id\":42}')");
        String confirmed = confirmed();
        String time = "[0-9:.]{12}";
        assertThat(lookedAt("--format", "text"))
                .satisfiesExactly(
                        line -> assertThat(line).matches(time + "  insert  public.items  id=1 note='a\\? b'"),
                        line -> assertThat(line)
                                .matches(time + "  insert  public.items  id=2 note='x{199}… \\(9000 characters\\)'"),
                        line -> assertThat(line)
                                .matches(time + "  update  public.items  id=3 note=\\(unchanged\\)  was id=2"),
                        line -> assertThat(line).matches(time + "  update  public.items  id=3 note=NULL"),
                        line -> assertThat(line).matches(time + "  delete  public.items  id=1"),
                        line -> assertThat(line).matches(time + "  truncate  public.items  restart identity"),
                        line -> assertThat(line).matches(time + "  message  raw  \\\\xff"),
                        line -> assertThat(line).matches(time + "  message  outbox  '\\{\"id\":42}'"));
        List<String> keyed = lookedAt("--format", "keyed", "-o", "topic.prefix=shop");
        assertThat(keyed)
                .allSatisfy(ChangesCommandIT::assertJson)
                .filteredOn(line -> line.contains("\"topic\":\"shop.public.items\""))
                .satisfiesExactly(
                        line -> assertThat(line).contains(",\"key\":{\"id\":1},\"value\":{\"before\":null,"),
                        line -> assertThat(line).contains(",\"key\":{\"id\":2},\"value\":{\"before\":null,"),
                        line -> assertThat(line).contains(",\"key\":{\"id\":2},\"value\":{\"before\":{"),
                        line -> assertThat(line).endsWith(",\"key\":{\"id\":2},\"value\":null}"),
                        line -> assertThat(line).contains(",\"key\":{\"id\":3},\"value\":{\"before\":null,"),
                        line -> assertThat(line).contains(",\"key\":{\"id\":3},", "\"op\":\"u\""),
                        line -> assertThat(line).contains(",\"key\":{\"id\":1},", "\"op\":\"d\""),
                        line -> assertThat(line).endsWith(",\"key\":{\"id\":1},\"value\":null}"));
        assertThat(confirmed()).isEqualTo(confirmed);
    }

    private List<String> lookedAt(String... more) throws Exception {
        String end = database.queryOne("SELECT pg_current_wal_lsn()");
        try (Run run = Run.start(args(concat(List.of("--no-ack", "--until-lsn", end), more)))) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            return run.out();
        }
    }

    @Test
    void changes_untilAPosition_endThere_andLeaveTheRest() throws Exception {
        createSlot();
        insert(1, 2);
        String between = database.queryOne("SELECT pg_current_wal_lsn()");
        insert(3, 3);
        try (Run run = Run.start(args("--until-lsn", between))) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(ids(run.out())).containsExactly(1, 2);
        }
        assertThat(ids(rest())).containsExactly(3);
    }

    @Test
    void maxChanges_withinATransaction_endsThere_andItComesAgainWhole() throws Exception {
        createSlot();
        insert(1, 1);
        insert(2, 4);
        try (Run run = Run.start(args("--max-changes", "2"))) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(ids(run.out())).containsExactly(1, 2);
        }
        assertThat(ids(rest())).containsExactly(2, 3, 4);
    }

    @Test
    void pipe_closed_endsQuietly_andWhatWasNotWrittenComesAgain() throws Exception {
        createSlot();
        IntStream.range(0, 5).forEach(i -> insert(i * MUCH + 1, (i + 1) * MUCH));
        Process process = piped();
        try (BufferedReader reader = process.inputReader()) {
            for (int i = 1; i <= MUCH + 1; i++) {
                assertThat(ids(List.of(reader.readLine()))).containsExactly(i);
            }
            // The one end of the pipe that there is.
            process.getInputStream().close();
            assertThat(process.onExit().get(30, TimeUnit.SECONDS).exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(ids(rest())).isEqualTo(range(MUCH + 1, 5 * MUCH));
    }

    @Test
    void killed_whileItWrites_losesNothing() throws Exception {
        createSlot();
        IntStream.range(0, 5).forEach(i -> insert(i * MUCH + 1, (i + 1) * MUCH));
        List<String> lines = new ArrayList<>();
        Process process = piped();
        try (BufferedReader reader = process.inputReader()) {
            for (int i = 0; i < 2 * MUCH + 1; i++) {
                lines.add(reader.readLine());
            }
            signal(process, "KILL");
            reader.lines().forEach(lines::add);
        } finally {
            process.destroyForcibly();
        }
        // The last may be cut off.
        int last = ids(lines.subList(0, lines.size() - 1)).getLast();
        List<Integer> again = ids(rest());
        assertThat(last).isLessThan(5 * MUCH);
        assertThat(again.getFirst()).isLessThanOrEqualTo(last + 1);
        assertThat(again).isEqualTo(range(again.getFirst(), 5 * MUCH));
    }

    @Test
    void signal_inTheMiddleOfATransaction_breaksItOff_andItComesAgain() throws Exception {
        createSlot();
        insert(1, 1);
        insert(2, 20 * MUCH);
        Process process = piped();
        try (BufferedReader reader = process.inputReader()) {
            for (int i = 1; i <= MUCH; i++) {
                assertThat(ids(List.of(reader.readLine()))).containsExactly(i);
            }
            signal(process, "TERM");
            assertThat(reader.lines().count()).isLessThan(19 * MUCH);
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(ids(rest())).isEqualTo(range(2, 20 * MUCH));
    }

    @Test
    void temporarySlot_needsNoName_andIsGoneHoweverItEnds() throws Exception {
        database.execute("CREATE PUBLICATION p FOR ALL TABLES");
        try (Run run = Run.start("changes", "--url", database.url(), "--publication", "p", "--temporary")) {
            run.awaitErr("info: streaming from slot pgchime_");
            insert(1, 1);
            assertThat(ids(run.awaitOut(1))).containsExactly(1);
            assertThat(database.slots()).singleElement().asString().startsWith("pgchime_");
            run.signal("KILL");
            assertThat(run.exitCode()).isEqualTo(137);
        }
        await().atMost(Run.DEADLINE)
                .untilAsserted(() -> assertThat(database.slots()).isEmpty());
    }

    private String slot() {
        return database.name();
    }

    private void createSlot() {
        database.execute(
                "CREATE PUBLICATION p FOR ALL TABLES",
                "SELECT pg_create_logical_replication_slot('" + slot() + "', 'pgoutput')");
    }

    private String confirmed() {
        return database.queryOne(
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '" + slot() + "'");
    }

    /** In one transaction. */
    private void insert(int first, int last) {
        database.execute("INSERT INTO items SELECT generate_series(" + first + ", " + last + ")");
    }

    /** What the next run prints. */
    private List<String> rest() throws Exception {
        try (Run run = Run.start(args("--until-lsn", database.queryOne("SELECT pg_current_wal_lsn()")))) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            return run.out();
        }
    }

    /** A run whose output waits in a pipe. */
    private Process piped() throws Exception {
        return Run.pgchime(List.of(), args())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private String[] args(String... more) {
        return concat(List.of("changes", "--url", database.url(), "--slot", slot(), "--publication", "p"), more);
    }

    private static String[] concat(List<String> first, String... more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Integer> ids(List<String> lines) {
        return lines.stream()
                .map(line -> {
                    Matcher id = ID.matcher(line);
                    assertThat(id.find()).as(line).isTrue();
                    return Integer.valueOf(id.group(1));
                })
                .toList();
    }

    private static void assertJson(String line) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }
}
