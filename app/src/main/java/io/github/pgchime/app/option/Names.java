package io.github.pgchime.app.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of an enum's constants by its name in lower case. */
public abstract class Names<E extends Enum<E>> implements ITypeConverter<E> {

    private final E[] constants;

    protected Names(Class<E> type) {
        this.constants = type.getEnumConstants();
    }

    @Override
    public final E convert(String text) {
        return Arrays.stream(constants)
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of "
                        + Arrays.stream(constants).map(Names::name).collect(Collectors.joining(", "))));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
