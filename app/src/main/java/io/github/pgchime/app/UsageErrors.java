package io.github.pgchime.app;

import io.github.pgchime.app.process.OneLine;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the command line, and in a second where to read on. */
final class UsageErrors implements IParameterExceptionHandler {

    /** A misplaced URL is repeated by picocli's messages, and may hold a password. */
    private static final Pattern SECRETIVE = Pattern.compile(
            "(?i)((?:postgres(?:ql)?|jdbc):)[^'\"\\s]*(?:['\"](?=\\S)[^'\"\\s]*)*|(password\\s*=\\s*)\\S+");

    @Override
    public int handleParseException(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println(cause(problem) + suggestion(problem));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String cause(ParameterException problem) {
        String words = new OneLine(String.valueOf(problem.getMessage())).text();
        return "pgchime: " + SECRETIVE.matcher(words).replaceAll("$1$2…");
    }

    private static String suggestion(ParameterException problem) {
        return problem instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? "; did you mean " + unmatched.getSuggestions().getFirst() + "?"
                : "";
    }
}
