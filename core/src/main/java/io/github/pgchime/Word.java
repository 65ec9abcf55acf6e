package io.github.pgchime;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a parameter that is one of a few words, in libpq's spelling and case. */
final class Word {

    private Word() {}

    /** @throws ConfigException if it is another word, with those that there are */
    static <T> T parse(String parameter, T[] known, Function<T, String> spelling, String text) {
        return Arrays.stream(known)
                .filter(word -> spelling.apply(word).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new ConfigException(parameter + " " + Echo.of(text) + " is not known; expected one of "
                                + Arrays.stream(known).map(spelling).collect(Collectors.joining(", "))));
    }
}
