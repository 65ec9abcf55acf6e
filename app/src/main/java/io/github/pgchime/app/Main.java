package io.github.pgchime.app;

import io.github.pgchime.app.changes.ChangesCommand;
import io.github.pgchime.app.demo.DemoCommand;
import io.github.pgchime.app.doctor.DoctorCommand;
import io.github.pgchime.app.journal.JournalCommand;
import io.github.pgchime.app.listen.ListenCommand;
import io.github.pgchime.app.notify.NotifyCommand;
import io.github.pgchime.app.nudge.NudgeCommand;
import io.github.pgchime.app.slots.SlotsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code pgchime} command: 0 is success, 1 a failure of ours, 2 something for the user to mend. */
@Command(
        name = "pgchime",
        description = "PostgreSQL chimes, your application wakes.",
        subcommands = {
            NudgeCommand.class,
            ListenCommand.class,
            NotifyCommand.class,
            ChangesCommand.class,
            SlotsCommand.class,
            JournalCommand.class,
            DoctorCommand.class,
            DemoCommand.class
        },
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
        // An argument that begins with @ is a payload, not a file of arguments.
        command.setExpandAtFiles(false);
        command.setExecutionExceptionHandler(new ExecutionErrors());
        return command;
    }
}
