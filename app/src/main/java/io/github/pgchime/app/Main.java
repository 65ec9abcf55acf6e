package io.github.pgchime.app;

import io.github.pgchime.app.demo.DemoCommand;
import io.github.pgchime.app.doctor.DoctorCommand;
import io.github.pgchime.app.nudge.NudgeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code pgchime} command: 0 is success, 1 a failure of ours, 2 something for the user to mend. */
@Command(
        name = "pgchime",
        description = "PostgreSQL chimes, your application wakes.",
        subcommands = {NudgeCommand.class, DoctorCommand.class, DemoCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Settings that --url leaves out come from PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD and so on."
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        command.setParameterExceptionHandler(new UsageErrors());
        command.setExecutionExceptionHandler(new ExecutionErrors());
        return command;
    }
}
