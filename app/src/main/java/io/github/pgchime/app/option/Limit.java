package io.github.pgchime.app.option;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/** A duration that can be switched off. */
public record Limit(Optional<Duration> value) {

    /** Reads a duration, or {@code off}. */
    public static final class Text implements ITypeConverter<Limit> {

        Text() {}

        @Override
        public Limit convert(String text) {
            return new Limit(
                    text.equals("off")
                            ? Optional.empty()
                            : Optional.of(DurationText.parse(text, DurationText.EXPECTED + ", or off")));
        }
    }
}
