package io.github.pgchime.wire;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import io.github.pgchime.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One row of a simple query's result, its values read by the type the caller asked the server for. */
public final class Row {

    private final List<String> columns;
    private final List<Optional<byte[]>> values;

    Row(List<String> columns, List<Optional<byte[]>> values) {
        if (columns.size() != values.size()) {
            throw new ProtocolException(
                    "a row of " + values.size() + " values under a description of " + columns.size() + " columns");
        }
        this.columns = columns;
        this.values = values;
    }

    /** The value as text, or nothing if it is NULL. */
    public Optional<String> optional(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new ProtocolException("the result has no column " + column + ", only " + columns);
        }
        return values.get(index).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * The value as text.
     *
     * @throws ProtocolException if it is NULL
     */
    public String text(String column) {
        return optional(column).orElseThrow(() -> new ProtocolException("column " + column + " is unexpectedly NULL"));
    }

    /**
     * The value as a number.
     *
     * @throws ProtocolException if it is none that a long holds
     */
    public long int64(String column) {
        String text = text(column);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ProtocolException("column " + column + " is \"" + text + "\"; expected a number", e);
        }
    }

    /**
     * The value as a position in the log.
     *
     * @throws ProtocolException if it is none
     */
    public Lsn lsn(String column) {
        try {
            return Lsn.parse(text(column));
        } catch (ConfigException e) {
            throw new ProtocolException("column " + column + " is no position: " + e.getMessage(), e);
        }
    }

    public boolean bool(String column) {
        return text(column).equals("t");
    }
}
