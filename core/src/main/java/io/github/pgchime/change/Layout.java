package io.github.pgchime.change;

import io.github.pgchime.TableName;
import io.github.pgchime.codec.Codec;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the rows of one relation are read. Immutable, made once for each description of it. */
final class Layout {

    private final Relation relation;
    private final List<Column> columns;
    private final Codec[] codecs;
    private final Map<String, Integer> places = new HashMap<>();

    Layout(Relation relation, Codecs types) {
        this.relation = relation;
        this.columns = relation.columns().stream()
                .map(column -> new Column(column.name(), column.type(), column.modifier(), column.key()))
                .toList();
        this.codecs = columns.stream().map(column -> types.codec(column.type())).toArray(Codec[]::new);
        for (Column column : columns) {
            places.put(column.name(), places.size());
        }
    }

    Relation relation() {
        return relation;
    }

    TableName table() {
        return relation.name();
    }

    List<Column> columns() {
        return columns;
    }

    Codec codec(int column) {
        return codecs[column];
    }

    /**
     * The place of a column.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    int place(String column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalArgumentException(table() + " has no column \"" + column + "\" here, only "
                    + columns.stream().map(Column::name).toList());
        }
        return place;
    }

    @Override
    public String toString() {
        return table() + Arrays.toString(columns.stream().map(Column::name).toArray());
    }
}
