package io.github.pgchime.app.option;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a position in the log as PostgreSQL prints it, such as {@code 16/B374D848}. */
public final class LsnText implements ITypeConverter<Lsn> {

    LsnText() {}

    @Override
    public Lsn convert(String text) {
        try {
            return Lsn.parse(text);
        } catch (ConfigException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a position in the log; expected one such as 16/B374D848, as"
                            + " pg_current_wal_lsn() returns it");
        }
    }
}
