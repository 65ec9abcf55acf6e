package io.github.pgchime.app.option;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many of something there are to be: one at least. */
public final class CountText implements ITypeConverter<Long> {

    /** Eighteen digits cannot overflow. */
    private static final Pattern FORM = Pattern.compile("0*[1-9][0-9]{0,17}");

    CountText() {}

    @Override
    public Long convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is not a whole number from 1 on");
        }
        return Long.valueOf(text);
    }
}
