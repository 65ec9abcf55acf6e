package io.github.pgchime.app.doctor;

import io.github.pgchime.app.nudge.FeedOptions;
import io.github.pgchime.app.option.OutputFormat;
import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.app.process.Terminal;
import io.github.pgchime.doctor.Doctor;
import io.github.pgchime.doctor.Report;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what a feed with the same options would meet on a server: 0 if it can run, 1 if not. */
@Command(
        name = "doctor",
        description = {
            "Says whether a nudge feed with these options can run on a server, and what to do if not.",
            "Leaves nothing there. Exits with 0 if it can run, with 1 if not."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {

    private static final int CANNOT_FEED = 1;

    @Mixin
    private FeedOptions options = new FeedOptions();

    @Mixin
    private OutputFormat format = new OutputFormat();

    DoctorCommand() {}

    @Override
    public Integer call() throws IOException {
        StderrLog.install(Level.WARNING);
        Report report = Doctor.examine(options.builder().options());
        print(report);
        return report.canFeed() ? 0 : CANNOT_FEED;
    }

    private void print(Report report) throws IOException {
        LineOutput out = LineOutput.standard();
        try {
            switch (format.reader()) {
                case TEXT -> {
                    for (String line : new ReportText(Terminal.current()).lines(report)) {
                        out.line(line);
                    }
                }
                case JSON -> out.line(ReportJson.of(report));
            }
        } catch (ClosedOutputException nobodyReads) {
            return;
        }
    }
}
