package io.github.pgchime;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a server's error or notice, by their one-letter codes.
 *
 * @param fields code to text, as sent; unknown codes are kept
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">PostgreSQL: error and notice fields</a>
 */
public record ServerError(Map<Character, String> fields) implements Serializable {

    public ServerError {
        fields = Map.copyOf(fields);
    }

    /** ERROR, FATAL, PANIC, or a notice's level, never translated. */
    public String severity() {
        return field('V').or(() -> field('S')).orElse("ERROR");
    }

    /** Whether the server ended the session with it. */
    public boolean isFatal() {
        return severity().equals("FATAL") || severity().equals("PANIC");
    }

    /** The five-character code; {@code XX000} (internal error) if the server sent none. */
    public String sqlState() {
        return field('C').orElse("XX000");
    }

    public String message() {
        return field('M').orElse("(no message)");
    }

    public Optional<String> detail() {
        return field('D');
    }

    public Optional<String> hint() {
        return field('H');
    }

    /** The field with this code, if the server sent it. */
    public Optional<String> field(char code) {
        return Optional.ofNullable(fields.get(code));
    }

    /** One line: severity, message, detail, hint, code. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(severity()).append(": ").append(message());
        detail().ifPresent(detail -> line.append(" (").append(detail).append(')'));
        hint().ifPresent(hint -> line.append("; hint: ").append(hint));
        return line.append(" [").append(sqlState()).append(']').toString().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
