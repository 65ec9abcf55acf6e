package io.github.pgchime.app.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes as {@code 512B}, {@code 64KiB}, {@code 64MiB}, {@code 1GiB}. */
public final class SizeText implements ITypeConverter<Long> {

    /** Nine digits of GiB cannot overflow. */
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

    SizeText() {}

    @Override
    public Long convert(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size; expected a whole number and a unit, such as 64KiB, 64MiB or 1GiB");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "B" -> number;
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            default -> number << 30;
        };
    }
}
