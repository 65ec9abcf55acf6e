package io.github.pgchime.testkit;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code pg_ctl} on one data directory; root lays its rank down first, as PostgreSQL demands. */
record PgCtl(String binaries, DataDirectory data) {

    private static final List<String> UNSHARE = LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of();

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(UNSHARE);
        command.add(binaries + "/pg_ctl");
        command.addAll(List.of("-D", data.path().toString(), "-w"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts for the first time, with options of the server's own command line. */
    void start(String options) {
        run("start", "-o", options, "-l", data.log().toString());
    }

    /** Starts with the options of the last start, port and all. */
    void restart(String mode) {
        run("restart", "-m", mode, "-l", data.log().toString());
    }

    void stop(String mode) {
        run("stop", "-m", mode);
    }

    boolean isRunning() {
        return exitCode("status") == 0;
    }

    private void run(String... arguments) {
        int code = exitCode(arguments);
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command(arguments)) + " ended with " + code);
        }
    }

    private int exitCode(String... arguments) {
        try {
            return new ProcessBuilder(command(arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(data.log()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("pg_ctl could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pg_ctl ran", e);
        }
    }
}
