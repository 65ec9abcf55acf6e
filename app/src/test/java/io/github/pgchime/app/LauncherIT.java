package io.github.pgchime.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a tree of its own, on a PATH of its own, where Java lies only where a test puts it. */
final class LauncherIT {

    private static final String VERSION = "pgchime [0-9].* \\(Java [0-9]+\\)";
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path temp;

    @BeforeEach
    void plant() throws IOException {
        Path target = Files.createDirectories(temp.resolve("tree/app/target"));
        Files.copy(Run.jar(), target.resolve(Run.jar().getFileName()));
        Files.createSymbolicLink(target.resolve("lib"), Run.jar().resolveSibling("lib"));
        String script = Files.readString(Path.of("../pgchime"));
        assertThat(script).containsPattern("(?m)^places=\\(.*\\)$");
        Path launcher = temp.resolve("tree/pgchime");
        Files.writeString(launcher, script.replaceFirst("(?m)^places=\\(.*\\)$", "places=(" + temp + "/jdks/*)"));
        makeExecutable(launcher);
        Files.createDirectories(temp.resolve("jdks"));
        Path tools = Files.createDirectories(temp.resolve("bin"));
        for (String tool :
                List.of("bash", "env", "dirname", "basename", "readlink", "sed", "head", "find", "touch", "rm", "mv")) {
            script(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
        }
    }

    @Test
    void launcher_noJavaThatWillDo_saysSoInOneLine() throws Exception {
        oldJava("jdks/eleven", "11.0.2");
        oldJava("jdks/eight", "1.8.0_402");
        Path seventeen = oldJava("seventeen", "17.0.15");
        Files.createSymbolicLink(temp.resolve("bin/java"), seventeen.resolve("bin/java"));
        try (Run run = launch(Map.of("JAVA_HOME", seventeen.toString()), "--version")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .singleElement()
                    .asString()
                    .startsWith("pgchime: found no Java from 21 on, ")
                    .contains("install one", "JAVA_HOME");
        }
    }

    @Test
    void launcher_javaHome_isTaken() throws Exception {
        assertStarts(Map.of("JAVA_HOME", JAVA.toString()));
    }

    @Test
    void launcher_javaOnThePath_isTakenThroughLinks() throws Exception {
        Files.createSymbolicLink(temp.resolve("alternative"), JAVA);
        Files.createSymbolicLink(temp.resolve("bin/java"), Path.of("../alternative/bin/java"));
        assertStarts(Map.of("JAVA_HOME", temp.resolve("nowhere").toString()));
    }

    @Test
    void launcher_javaInAUsualFolder_isTakenAlsoWithoutAReleaseFile() throws Exception {
        oldJava("jdks/a-17", "17.0.15");
        Path java = temp.resolve("jdks/b/bin/java");
        script(
                java,
                "[ \"$1\" = -version ] && { echo 'openjdk version \"21.0.2\" 2024-01-16' >&2; exit; }",
                "exec " + JAVA + "/bin/java \"$@\"");
        assertStarts(Map.of());
    }

    @Test
    void launcher_everyStart_isClean() throws Exception {
        Map<String, String> java = Map.of("JAVA_HOME", JAVA.toString());
        assertStarts(java);
        assertThat(archives())
                .as("written at the end")
                .singleElement()
                .asString()
                .matches(".*\\.jsa\\.[0-9]+");
        assertStarts(java);
        assertThat(archives())
                .as("put in its place, and used")
                .singleElement()
                .asString()
                .endsWith(".jsa");
        Files.write(archives().getFirst(), new byte[1000]);
        assertStarts(java);
        assertThat(archives())
                .as("damaged, and made anew")
                .singleElement()
                .asString()
                .matches(".*\\.jsa\\.[0-9]+");
        assertStarts(java);
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(temp.resolve("tree/app/target"))) {
            return files.filter(file -> file.toString().contains(".jsa")).toList();
        }
    }

    @Test
    void launcher_atOnce_startsAll() throws Exception {
        Map<String, String> java = Map.of("JAVA_HOME", JAVA.toString());
        List<Run> runs =
                IntStream.range(0, 3).mapToObj(i -> launch(java, "--version")).toList();
        for (Run run : runs) {
            try (run) {
                assertClean(run);
            }
        }
    }

    @Test
    void launcher_throughALink_fromElsewhere_starts() throws Exception {
        Files.createDirectories(temp.resolve("else where"));
        Path link = Files.createSymbolicLink(temp.resolve("else where/chime"), Path.of("../tree/pgchime"));
        ProcessBuilder builder = builder(Map.of("JAVA_HOME", JAVA.toString()), link, "--version");
        try (Run run = Run.start(builder.directory(temp.resolve("else where").toFile()))) {
            assertClean(run);
        }
    }

    @Test
    void launcher_newerSource_buildsOnceAndKeepsStdoutClean() throws Exception {
        newerSource();
        Path log = temp.resolve("mvn.log");
        script(temp.resolve("bin/mvn"), "echo noise", "echo \"$PWD $*\" >> " + log);
        try (Run run = launch(Map.of("JAVA_HOME", JAVA.toString()), "--version")) {
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out()).singleElement().asString().matches(VERSION);
            assertThat(run.err()).containsExactly("pgchime: building, which takes a moment", "noise");
        }
        assertThat(Files.readAllLines(log))
                .singleElement()
                .asString()
                .startsWith(temp.toRealPath().resolve("tree") + " -q -B -pl app -am package -DskipTests");
        assertStarts(Map.of("JAVA_HOME", JAVA.toString()));
    }

    @Test
    void launcher_newerSourceWithoutMaven_saysSoInOneLine() throws Exception {
        newerSource();
        try (Run run = launch(Map.of("JAVA_HOME", JAVA.toString()), "--version")) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).singleElement().asString().contains("no mvn on the PATH");
        }
    }

    @Test
    void launcher_signal_reachesTheCommand() throws Exception {
        try (Run run =
                launch(Map.of("JAVA_HOME", JAVA.toString()), "nudge", "--url", "postgresql://ada@127.0.0.1:1/shop")) {
            run.awaitErr("warning: cannot connect");
            run.signal("TERM");
            assertThat(run.exitCode()).isZero();
        }
    }

    private void assertStarts(Map<String, String> environment) throws Exception {
        try (Run run = launch(environment, "--version")) {
            assertClean(run);
        }
    }

    private static void assertClean(Run run) throws InterruptedException {
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).singleElement().asString().matches(VERSION);
        assertThat(run.err()).isEmpty();
    }

    private Run launch(Map<String, String> environment, String... args) {
        return Run.start(builder(environment, temp.resolve("tree/pgchime"), args));
    }

    private ProcessBuilder builder(Map<String, String> environment, Path launcher, String... args) {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(args));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", temp.resolve("bin").toString());
        builder.environment().put("HOME", temp.toString());
        return builder;
    }

    private void newerSource() throws IOException {
        Path source = temp.resolve("tree/core/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.createFile(source);
        Files.setLastModifiedTime(
                temp.resolve("tree/app/target").resolve(Run.jar().getFileName()),
                FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private Path oldJava(String name, String version) throws IOException {
        Path home = temp.resolve(name);
        script(home.resolve("bin/java"), "echo must not run; exit 9");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        makeExecutable(file);
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String tool) {
        return List.of("/bin", "/usr/bin").stream()
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
