package io.github.pgchime.change;

import io.github.pgchime.TableName;
import io.github.pgchime.codec.Codec;
import io.github.pgchime.decode.pgoutput.RowImages;
import io.github.pgchime.decode.pgoutput.Tuple;
import io.github.pgchime.wire.WireReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row, new or old. Values are decoded when they are asked for, each time. Immutable, for any thread; it keeps the bytes
 * of its change, and nothing else.
 */
public final class Row {

    /** A row of so few columns is walked through each time, which is cheaper than to remember where each begins. */
    private static final int FEW = 16;

    private static final int[] NONE = {};

    private final Layout layout;
    private final byte[] bytes;
    private final int first;
    private final int[] starts;
    private final boolean keyOnly;

    /**
     * @param tuple lies in bytes that stay
     * @param keyOnly whether nothing is known of the columns outside the key
     */
    Row(Layout layout, Tuple tuple, boolean keyOnly) {
        this.layout = layout;
        this.bytes = tuple.array();
        this.first = tuple.first();
        this.starts = tuple.size() <= FEW ? NONE : tuple.starts();
        this.keyOnly = keyOnly;
    }

    Layout layout() {
        return layout;
    }

    Tuple tuple() {
        Tuple tuple = new Tuple();
        tuple.read(
                new WireReader("a row", bytes, first - Short.BYTES, bytes.length),
                columns().size());
        return tuple;
    }

    private int start(int place) {
        if (starts.length > 0) {
            return starts[place];
        }
        int start = first;
        for (int i = 0; i < place; i++) {
            start = Tuple.endOf(bytes, start);
        }
        return start;
    }

    private Tuple.Form form(int place) {
        return Tuple.Form.at(bytes, start(place));
    }

    /** What it is if it is an old row. */
    RowImages.Old kind() {
        return keyOnly ? RowImages.Old.KEY : RowImages.Old.FULL;
    }

    public TableName table() {
        return layout.table();
    }

    /** The table's columns that are published, in their order. */
    public List<Column> columns() {
        return layout.columns();
    }

    /**
     * What is known of a column.
     *
     * @throws IllegalArgumentException if the table has none of this name
     */
    public Value value(String column) {
        return value(layout.place(column));
    }

    private Value value(int place) {
        if (isAbsent(place)) {
            return new Value.Absent();
        }
        return switch (form(place)) {
            case NULL -> new Value.Null();
            case UNCHANGED -> new Value.Unchanged();
            case TEXT, BINARY -> new Value.Present(decode(place));
        };
    }

    private boolean isAbsent(int place) {
        return keyOnly && !layout.columns().get(place).key();
    }

    private Object decode(int place) {
        Codec codec = layout.codec(place);
        int start = start(place);
        int from = Tuple.contentFrom(start);
        int to = Tuple.endOf(bytes, start);
        return Tuple.Form.at(bytes, start) == Tuple.Form.TEXT
                ? codec.text(bytes, from, to)
                : codec.binary(bytes, from, to);
    }

    /**
     * A column's value.
     *
     * @param type what {@link io.github.pgchime.value} lists for the column's type, or a type above it
     * @throws IllegalArgumentException if the table has none of this name
     * @throws IllegalStateException if it is NULL, unchanged or absent
     * @throws ClassCastException if it is of another type
     */
    public <T> T get(String column, Class<T> type) {
        int place = layout.place(column);
        if (isNull(place)) {
            throw new IllegalStateException(
                    named(place) + " is NULL; ask for optional(\"" + column + "\", …) where it may be");
        }
        return known(place, type);
    }

    /**
     * A column's value, or nothing if it is NULL; otherwise as {@link #get}.
     *
     * @throws IllegalStateException if it is unchanged or absent
     */
    public <T> Optional<T> optional(String column, Class<T> type) {
        int place = layout.place(column);
        return isNull(place) ? Optional.empty() : Optional.of(known(place, type));
    }

    private boolean isNull(int place) {
        return !isAbsent(place) && form(place) == Tuple.Form.NULL;
    }

    private <T> T known(int place, Class<T> type) {
        if (isAbsent(place)) {
            throw new IllegalStateException(named(place) + " is not known in this row");
        }
        if (form(place) == Tuple.Form.UNCHANGED) {
            throw new IllegalStateException(named(place)
                    + " was not changed, and its value is stored out of line, so that it is not in the log");
        }
        Object value = decode(place);
        if (!type.isInstance(value)) {
            throw new ClassCastException(
                    named(place) + " is a " + value.getClass().getName() + ", not a " + type.getName());
        }
        return type.cast(value);
    }

    private String named(int place) {
        return "column " + columns().get(place).name() + " of " + table();
    }

    /** The values by column, in order, NULL as null; columns that are unchanged or absent are left out. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < columns().size(); i++) {
            String name = columns().get(i).name();
            switch (value(i)) {
                case Value.Present(Object value) -> map.put(name, value);
                case Value.Null() -> map.put(name, null);
                case Value.Unchanged() -> {}
                case Value.Absent() -> {}
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** The table and {@link #toMap}. */
    @Override
    public String toString() {
        return table() + toMap().toString();
    }
}
