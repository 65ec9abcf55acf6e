package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandIT {

    @TempDir
    private Path temp;

    @Test
    void demo_forSomeSeconds_showsACutAndLeavesNothing() throws Exception {
        try (Run run = Run.start(demo("--seconds", "5"))) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .anyMatch(line -> line.matches("it opens +resync \\(connected\\): reload everything.*"))
                    .anyMatch(line -> line.matches("Ada orders: espresso +shop.orders ×1, shop.stock ×1 +[0-9.]+ ms"))
                    .anyMatch(line -> line.matches("meanwhile.* resync \\(reconnected\\): reload everything.* ms"))
                    .noneMatch(line -> line.contains("\u001b"))
                    .anyMatch(line -> line.endsWith("1 cut announced, nothing missed."));
            assertThat(run.out().getLast()).isEqualTo("The server and its data are gone.");
        }
        assertNothingLeft();
    }

    @Test
    void demo_interrupted_leavesNothing() throws Exception {
        try (Run run = Run.start(demo())) {
            run.awaitOut(6);
            run.signal("INT");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
        }
        assertNothingLeft();
    }

    @Test
    void demo_terminatedWhileTheServerStarts_leavesNothing() throws Exception {
        try (Run run = Run.start(demo())) {
            run.awaitOut(1);
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
        }
        assertNothingLeft();
    }

    private ProcessBuilder demo(String... args) {
        String[] command = Stream.concat(Stream.of("demo"), Stream.of(args)).toArray(String[]::new);
        // Data goes to a folder of the test's; unpacked programs stay where they are shared, for they take long.
        Path programs = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
        return Run.pgchime(List.of("-Djava.io.tmpdir=" + temp, "-Dot.epg.working-dir=" + programs), command);
    }

    private void assertNothingLeft() throws IOException {
        await().atMost(Run.DEADLINE)
                .untilAsserted(() -> assertThat(processesOn(temp)).isEmpty());
        Path data = temp.resolve("embedded-pg");
        if (Files.exists(data)) {
            assertThat(data).isEmptyDirectory();
        }
    }

    /** By their command lines: the server, and whatever watches over it. */
    private static List<String> processesOn(Path folder) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains(folder.toString()))
                .toList();
    }
}
