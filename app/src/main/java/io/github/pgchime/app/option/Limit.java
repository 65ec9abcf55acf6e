package io.github.pgchime.app.option;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/** A duration that can be switched off. */
record Limit(Optional<Duration> value) {

    /** Reads a duration, or {@code off}. */
    static final class Text implements ITypeConverter<Limit> {

        @Override
        public Limit convert(String text) {
            return new Limit(
                    text.equals("off")
                            ? Optional.empty()
                            : Optional.of(DurationText.parse(text, DurationText.EXPECTED + ", or off")));
        }
    }
}
