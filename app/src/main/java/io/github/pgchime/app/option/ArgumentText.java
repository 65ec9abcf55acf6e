package io.github.pgchime.app.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Text that must reach the server as it was typed. In a locale such as {@code C} Java reads all that is not ASCII as
 * U+FFFD, one for each byte.
 */
public final class ArgumentText implements ITypeConverter<String> {

    ArgumentText() {}

    @Override
    public String convert(String text) {
        if (text.indexOf('\ufffd') >= 0) {
            throw new TypeConversionException("'" + text
                    + "' holds what cannot be read in this locale; set a locale of UTF-8, such as LC_ALL=C.UTF-8");
        }
        return text;
    }
}
