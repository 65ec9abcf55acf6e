package io.github.pgchime.debezium.json;

import io.github.pgchime.value.Range;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The text that the server would have sent for a value which came in the binary form. */
final class ServerText {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private ServerText() {}

    static String of(Object value) {
        return switch (value) {
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case Range<?> range when range.isEmpty() -> "empty";
            case Range<?> range -> range(range);
            case List<?> ranges -> ranges.stream().map(ServerText::of).collect(Collectors.joining(",", "{", "}"));
            case LocalDateTime time -> timestamp(time);
            case Instant instant ->
                instant.equals(Instant.MAX)
                        ? "infinity"
                        : instant.equals(Instant.MIN)
                                ? "-infinity"
                                : timestamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "+00";
            default -> value.toString();
        };
    }

    private static String range(Range<?> range) {
        return (range.lowerInclusive() ? "[" : "(") + bound(range.lower()) + "," + bound(range.upper())
                + (range.upperInclusive() ? "]" : ")");
    }

    private static String bound(Optional<?> bound) {
        return bound.map(value ->
                        value instanceof LocalDateTime || value instanceof Instant ? quoted(of(value)) : of(value))
                .orElse("");
    }

    private static String quoted(String text) {
        return text.indexOf(' ') < 0 ? text : '"' + text + '"';
    }

    private static String timestamp(LocalDateTime time) {
        if (time.equals(LocalDateTime.MAX) || time.equals(LocalDateTime.MIN)) {
            return time.equals(LocalDateTime.MAX) ? "infinity" : "-infinity";
        }
        int micros = time.get(ChronoField.MICRO_OF_SECOND);
        String fraction = micros == 0
                ? ""
                : "." + Integer.toString(1_000_000 + micros).substring(1).replaceAll("0+$", "");
        return SECONDS.format(time) + fraction;
    }
}
