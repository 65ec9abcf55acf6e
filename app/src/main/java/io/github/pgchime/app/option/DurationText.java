package io.github.pgchime.app.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration as {@code 50ms}, {@code 10s}, {@code 5m}, {@code 1h}; only zero needs no unit. */
public final class DurationText implements ITypeConverter<Duration> {

    static final String EXPECTED = "a whole number and a unit, such as 50ms, 10s, 5m or 1h";

    /** Twelve digits of hours cannot overflow. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h)");

    DurationText() {}

    @Override
    public Duration convert(String text) {
        return parse(text, EXPECTED);
    }

    static Duration parse(String text, String expected) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration; expected " + expected);
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
