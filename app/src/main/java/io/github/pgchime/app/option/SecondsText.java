package io.github.pgchime.app.option;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads a duration as {@link DurationText} does, or a whole number of seconds. */
public final class SecondsText implements ITypeConverter<Duration> {

    private static final String EXPECTED =
            "a whole number of seconds, or a number and a unit, such as 50ms, 10s, 5m or 1h";

    SecondsText() {}

    @Override
    public Duration convert(String text) {
        return DurationText.parse(isNumber(text) ? text + "s" : text, EXPECTED);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
