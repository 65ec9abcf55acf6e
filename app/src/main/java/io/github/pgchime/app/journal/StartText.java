package io.github.pgchime.app.journal;

import io.github.pgchime.journal.Start;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code now}, {@code earliest}, an entry's id, or a time such as {@code 2026-11-27T10:00:00Z}. */
final class StartText implements ITypeConverter<Start> {

    StartText() {}

    @Override
    public Start convert(String text) {
        return switch (text) {
            case "now" -> Start.now();
            case "earliest" -> Start.earliest();
            default -> text.matches("[1-9][0-9]{0,17}") ? Start.id(Long.parseLong(text)) : time(text);
        };
    }

    private static Start time(String text) {
        try {
            return Start.time(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no start; expected now, earliest, the id of an entry, or a time such as 2026-11-27T10:00:00Z");
        }
    }
}
