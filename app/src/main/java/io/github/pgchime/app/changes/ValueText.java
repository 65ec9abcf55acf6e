package io.github.pgchime.app.changes;

import io.github.pgchime.change.Value;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column's value for a person: text in quotes, so that it is told from what is none, and shortened where it is long. */
final class ValueText {

    private static final int MOST = 200;

    private ValueText() {}

    /** In one line if the value is. */
    static String of(Value value) {
        return switch (value) {
            case Value.Present(Object present) -> text(present);
            case Value.Null() -> "NULL";
            case Value.Unchanged() -> "(unchanged)";
            case Value.Absent() -> "(absent)";
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case String text -> "'" + shortened(text) + "'";
            case byte[] bytes -> hex(bytes);
            case List<?> list -> list.stream().map(ValueText::text).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(each -> each.getKey() + ": " + text(each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> shortened(value.toString());
        };
    }

    private static String shortened(String text) {
        if (text.length() <= MOST) {
            return text;
        }
        // Not between the halves of a surrogate pair.
        int end = text.offsetByCodePoints(0, text.codePointCount(0, MOST - 1));
        return text.substring(0, end) + "… (" + text.length() + " characters)";
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, MOST / 2);
        String digits = "\\x" + HexFormat.of().formatHex(bytes, 0, shown);
        return shown == bytes.length ? digits : digits + "… (" + bytes.length + " bytes)";
    }
}
