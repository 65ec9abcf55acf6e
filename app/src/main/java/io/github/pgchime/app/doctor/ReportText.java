package io.github.pgchime.app.doctor;

import io.github.pgchime.app.process.OneLine;
import io.github.pgchime.app.process.Terminal;
import io.github.pgchime.doctor.Check;
import io.github.pgchime.doctor.Report;
import java.util.ArrayList;
import java.util.List;

/** A report for a person: a line for each check, and under those to mend the line to paste. */
final class ReportText {

    private static final String RESET = "\u001b[0m";

    private final boolean colours;

    ReportText(Terminal terminal) {
        this.colours = terminal.colours();
    }

    List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.server()
                .map(server -> new OneLine(server) + " on " + report.platform().label())
                .orElse("no server was reached"));
        lines.add("");
        int width = report.checks().stream()
                .mapToInt(check -> check.name().length())
                .max()
                .orElse(0);
        for (Check check : report.checks()) {
            lines.add(sign(check.status()) + "  " + check.name()
                    + " ".repeat(width - check.name().length()) + "  " + new OneLine(check.finding()));
            check.fix().ifPresent(fix -> lines.add("      " + " ".repeat(width) + "-> " + new OneLine(fix)));
        }
        lines.add("");
        lines.add(
                report.canFeed()
                        ? "A nudge feed can run here."
                        : "No nudge feed can run here until the above is mended.");
        return lines;
    }

    private String sign(Check.Status status) {
        return switch (status) {
            case OK -> coloured("32", "ok  ");
            case WARN -> coloured("33", "warn");
            case FAIL -> coloured("31", "FAIL");
            case SKIPPED -> coloured("2", "skip");
        };
    }

    private String coloured(String colour, String text) {
        return colours ? "\u001b[" + colour + "m" + text + RESET : text;
    }
}
