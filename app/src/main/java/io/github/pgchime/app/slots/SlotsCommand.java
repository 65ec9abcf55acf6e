package io.github.pgchime.app.slots;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.app.option.OutputFormat;
import io.github.pgchime.app.option.Target;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.ReplicationSlot;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the replication slots of a server; its subcommand drops one. */
@Command(
        name = "slots",
        description = {
            "Lists the replication slots of a server, with what they keep it from forgetting.",
            "lag: how many bytes of log its consumer has not acknowledged. age: how many transactions old the",
            "oldest catalog rows are that cannot be cleaned up because of it."
        },
        subcommands = DropCommand.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SlotsCommand implements Callable<Integer> {

    @Mixin
    private Target target = new Target();

    @Mixin
    private OutputFormat format = new OutputFormat();

    SlotsCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.WARNING);
        List<ReplicationSlot> slots = ChangeStream.slots(connection());
        LineOutput out = LineOutput.standard();
        try {
            for (String line : lines(slots)) {
                out.line(line);
            }
        } catch (ClosedOutputException nobodyReads) {
            return 0;
        }
        return 0;
    }

    /** Its subcommand's as well. */
    ConnectionOptions connection() {
        return target.connection();
    }

    private List<String> lines(List<ReplicationSlot> slots) {
        return switch (format.reader()) {
            case TEXT -> SlotTable.of(slots);
            case JSON -> slots.stream().map(SlotJson::of).toList();
        };
    }
}
