package io.github.pgchime.change;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.codec.Codec;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.json.TableWriter;
import io.github.pgchime.decode.pgoutput.Relation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** How the rows of one relation are read. Immutable, made once for each description of it. */
final class Layout {

    private final Relation relation;
    private final List<Column> columns;
    private final Codec[] codecs;
    private final Map<String, Integer> places = new HashMap<>();
    private final Codecs types;
    private final TableDetail detail;

    /** For whoever asked last, which for a stream is always the same. */
    private final AtomicReference<Optional<Compiled>> compiled = new AtomicReference<>(Optional.empty());

    private record Compiled(DebeziumJson json, TableWriter writer) {}

    Layout(Relation relation, Codecs types, TableDetail detail) {
        this.relation = relation;
        this.types = types;
        this.detail = detail;
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

    /** What writes the rows as Debezium's; put together when it is first asked for. */
    TableWriter writer(DebeziumJson json) {
        Optional<Compiled> last = compiled.get();
        if (last.isPresent() && last.get().json() == json) {
            return last.get().writer();
        }
        TableWriter writer = new TableWriter(json.options(), relation, detail, types);
        compiled.set(Optional.of(new Compiled(json, writer)));
        return writer;
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
