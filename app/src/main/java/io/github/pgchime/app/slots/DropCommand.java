package io.github.pgchime.app.slots;

import io.github.pgchime.app.option.ArgumentText;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.change.ChangeStream;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Drops a replication slot that nobody is using. */
@Command(
        name = "drop",
        description = "Drops a slot that nobody is using. What it had not sent is lost to its consumer.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DropCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SLOT", description = "its name", converter = ArgumentText.class)
    private String slot = "";

    @ParentCommand
    private SlotsCommand slots = new SlotsCommand();

    DropCommand() {}

    @Override
    public Integer call() {
        StderrLog.install(Level.WARNING);
        ChangeStream.dropSlot(slots.connection(), slot);
        return 0;
    }
}
