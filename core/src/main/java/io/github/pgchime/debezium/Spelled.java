package io.github.pgchime.debezium;

import io.github.pgchime.ConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A value of an option, by the word that Debezium has for it. */
interface Spelled {

    String spelling();

    /**
     * The value with this spelling.
     *
     * @throws ConfigException if there is none
     */
    static <T extends Spelled> T parse(String option, String text, T[] values) {
        return Arrays.stream(values)
                .filter(value -> value.spelling().equals(text))
                .findFirst()
                .orElseThrow(() -> new ConfigException(option + " \"" + text + "\" is not known; expected one of "
                        + Arrays.stream(values).map(Spelled::spelling).collect(Collectors.joining(", "))));
    }
}
