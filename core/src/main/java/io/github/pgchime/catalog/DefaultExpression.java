package io.github.pgchime.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A column's default as {@code pg_get_expr} prints it. */
final class DefaultExpression {

    /** A number, a boolean, or a quoted text, each maybe with casts behind it. */
    private static final Pattern LITERAL =
            Pattern.compile("\\(*(?:(-?[0-9][0-9.]*)|(true|false)|[BE]?'([^']*+(?:''[^']*+)*+)')\\)*"
                    + "(?:::[a-zA-Z_\" .]+(?:\\([0-9, -]+\\))?[a-zA-Z \"]*(?:\\[\\])?\\)*)*");

    /** A function, maybe with more behind it, or one of those that are called without parentheses. */
    private static final Pattern CALL = Pattern.compile(
            "(?s)\\(?[A-Za-z0-9_.\"]+\\(.*\\).*|CURRENT_DATE|CURRENT_TIME|CURRENT_TIMESTAMP|LOCALTIME|LOCALTIMESTAMP");

    private DefaultExpression() {}

    /** The text form of the value, if it is a literal, and nothing has to be computed. */
    static Optional<String> literal(String expression) {
        Matcher matcher = LITERAL.matcher(expression);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) != null) {
            return Optional.of(matcher.group(1));
        }
        return Optional.of(
                matcher.group(2) != null
                        ? matcher.group(2).substring(0, 1)
                        : matcher.group(3).replace("''", "'"));
    }

    /** Whether it is what a function returns, or made of that. */
    static boolean isCall(String expression) {
        return CALL.matcher(expression).matches();
    }
}
