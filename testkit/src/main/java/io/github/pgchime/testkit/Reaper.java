package io.github.pgchime.testkit;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Outlives the JVM, also one that was killed, and takes its server down: a shell that waits for its standard input to
 * end, which the kernel sees to whichever way the JVM goes. Where there is no {@code /bin/sh} only the shutdown hook
 * stops servers.
 */
final class Reaper implements AutoCloseable {

    private static final Path SHELL = Path.of("/bin/sh");

    /** Ctrl-C reaches the whole process group: the shell must still be there when the JVM has gone. */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            data=$1 log=$2; shift 2
            read -r _
            [ -d "$data" ] && "$@"
            rm -rf "$data" "$log"
            """;

    private final List<Process> shells;

    private Reaper(List<Process> shells) {
        this.shells = shells;
    }

    static Reaper of(PgCtl server) throws IOException {
        if (!Files.isExecutable(SHELL)) {
            return new Reaper(List.of());
        }
        List<String> command = new ArrayList<>(List.of(SHELL.toString(), "-c", SCRIPT, "reaper"));
        command.add(server.data().path().toString());
        command.add(server.data().log().toString());
        command.addAll(server.command("stop", "-m", "immediate"));
        Process shell = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        return new Reaper(List.of(shell));
    }

    /** Sends the shell home; call it once the server is down. */
    @Override
    public void close() throws IOException {
        for (Process shell : shells) {
            shell.getOutputStream().close();
        }
    }
}
