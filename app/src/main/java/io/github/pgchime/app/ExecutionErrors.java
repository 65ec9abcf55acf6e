package io.github.pgchime.app;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.app.process.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Turns what ended a command into an exit code: one line for what the user can mend, a stack trace for a bug. */
final class ExecutionErrors implements IExecutionExceptionHandler {

    private static final Pattern HYPHEN = Pattern.compile("-(.)");

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        return switch (problem) {
            case PgChimeException known -> {
                String words = inOptionNames(
                        String.valueOf(known.getMessage()),
                        command.getCommandSpec().options());
                err.println("pgchime: " + new OneLine(words + Remedy.of(known)));
                yield known.isRetryable() ? 1 : 2;
            }
            case IOException disk -> {
                err.println("pgchime: " + new OneLine(String.valueOf(disk.getMessage())));
                yield 1;
            }
            case Exception bug -> {
                err.print("pgchime: this is a bug: ");
                bug.printStackTrace(err);
                err.flush();
                yield 1;
            }
        };
    }

    /**
     * The library names its settings as Java does; here they are options: statusInterval is --status-interval, and
     * createSlot(IF_MISSING) --create-slot.
     */
    private static String inOptionNames(String message, List<OptionSpec> options) {
        String words = message;
        for (OptionSpec option : options) {
            String name = option.longestName();
            String setting = HYPHEN.matcher(name.substring(2))
                    .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
            if (setting.length() < name.length() - 2) {
                words = words.replaceAll("\\b" + setting + "\\b(\\([A-Z_]+\\))?", name);
            }
        }
        return words;
    }
}
