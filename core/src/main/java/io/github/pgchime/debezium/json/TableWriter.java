package io.github.pgchime.debezium.json;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.catalog.TableDetail.ColumnDetail;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.debezium.DebeziumOptions;
import io.github.pgchime.debezium.Schemas;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.ReplicaIdentity;
import io.github.pgchime.decode.pgoutput.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the rows of a table, as one description of it has them. Immutable, for any thread. */
public final class TableWriter {

    private final String topic;
    private final String collection;
    private final byte[] source;
    private final boolean knownOnly;
    private final ColumnWriter[] columns;
    private final ColumnWriter[] key;
    private final Wrapping value;
    private final Wrapping keyAlone;
    private final Wrapping keyInHeader;

    /**
     * Puts it together.
     *
     * @param types what the catalog says of the columns' types
     */
    public TableWriter(DebeziumOptions options, Relation relation, TableDetail detail, Codecs types) {
        TableName table = relation.name();
        this.topic = Topic.of(options.topicPrefix(), table);
        this.collection = table.schema() + "." + table.table();
        JsonBuffer out = new JsonBuffer();
        out.string(table.schema());
        out.raw(",\"table\":");
        out.string(table.table());
        this.source = out.copy(0);
        this.knownOnly = options.keyOnlyDeletes();
        TypeWriters writers = new TypeWriters(options, types);
        List<ColumnWriter> written = new ArrayList<>();
        for (int place = 0; place < relation.columns().size(); place++) {
            column(options, writers, relation, place, detail).ifPresent(written::add);
        }
        this.columns = written.toArray(ColumnWriter[]::new);
        this.key = keyNames(relation, detail).stream()
                .flatMap(name -> written.stream()
                        .filter(column ->
                                relation.columns().get(column.place()).name().equals(name)))
                .toArray(ColumnWriter[]::new);
        Schemas schemas = options.schemas();
        this.value = Wrapping.of(schemas.values(), EventSchemas.envelope(topic, fields(columns)));
        Schema keySchema = EventSchemas.key(topic, fields(key));
        this.keyAlone = Wrapping.of(schemas.keys(), keySchema);
        this.keyInHeader = Wrapping.of(schemas.headers(), keySchema);
    }

    private static List<Shape.Field> fields(ColumnWriter[] columns) {
        return Arrays.stream(columns).map(ColumnWriter::field).toList();
    }

    /**
     * The columns of the replica identity where it is an index, else those of the primary key, or of a unique index: an old
     * row has them, and with a whole old row any will do.
     */
    private static List<String> keyNames(Relation relation, TableDetail detail) {
        boolean ofIdentity = relation.replicaIdentity() == ReplicaIdentity.INDEX
                || detail.columns().isEmpty();
        return ofIdentity && relation.replicaIdentity() != ReplicaIdentity.FULL
                ? relation.columns().stream()
                        .filter(Relation.Column::key)
                        .map(Relation.Column::name)
                        .toList()
                : detail.key();
    }

    private static Optional<ColumnWriter> column(
            DebeziumOptions options, TypeWriters writers, Relation relation, int place, TableDetail detail) {
        Relation.Column column = relation.columns().get(place);
        ColumnDetail told = detail.columns().getOrDefault(column.name(), ColumnDetail.UNKNOWN);
        // An old row may be without it.
        ColumnDetail known = options.keyOnlyDeletes() && !column.key() ? told.orNull() : told;
        return writers.of(column.type(), column.modifier()).map(type -> {
            JsonBuffer out = new JsonBuffer();
            out.string(column.name());
            out.raw(':');
            byte[] name = out.copy(0);
            out.clear();
            type.unavailable().write(out, type.writer(), options.unavailableBytes());
            byte[] unavailable = out.copy(0);
            ColumnDefault defaults = new ColumnDefault(type, known);
            return new ColumnWriter(
                    place,
                    name,
                    type.writer(),
                    column.key(),
                    unavailable,
                    defaults.missing(),
                    defaults.schema().field(column.name()));
        });
    }

    /** The topic of its rows. */
    String topic() {
        return topic;
    }

    /** What is around its changes. */
    Wrapping value() {
        return value;
    }

    /** Its name in the metadata of a transaction. */
    String collection() {
        return collection;
    }

    /** Schema and name, as JSON within the source. */
    byte[] source() {
        return source;
    }

    boolean hasKey() {
        return key.length > 0;
    }

    /**
     * Writes a whole row.
     *
     * @param old what an unchanged value is taken from: the whole old row, or the same row where there is none
     */
    void row(JsonBuffer out, Tuple tuple, Tuple old) {
        out.raw('{');
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                out.raw(',');
            }
            value(out, columns[i], tuple, old);
        }
        out.raw('}');
    }

    private static void value(JsonBuffer out, ColumnWriter column, Tuple tuple, Tuple old) {
        out.raw(column.name());
        column.value(out, column.isUnchanged(tuple) ? old : tuple);
    }

    /** Writes an old row of which there is but the replica identity. */
    void known(JsonBuffer out, Tuple tuple) {
        out.raw('{');
        boolean first = true;
        for (ColumnWriter column : columns) {
            if (column.known() || !knownOnly) {
                if (!first) {
                    out.raw(',');
                }
                first = false;
                out.raw(column.name());
                if (column.known()) {
                    column.value(out, tuple);
                } else {
                    out.raw(column.missing());
                }
            }
        }
        out.raw('}');
    }

    /** Writes the key of a row; {@code old} as for {@link #row}. */
    void key(JsonBuffer out, Tuple tuple, Tuple old) {
        key(keyAlone, out, tuple, old);
    }

    /** Writes the key of a row for a header of another's record. */
    void keyInHeader(JsonBuffer out, Tuple tuple, Tuple old) {
        key(keyInHeader, out, tuple, old);
    }

    private void key(Wrapping wrapping, JsonBuffer out, Tuple tuple, Tuple old) {
        wrapping.begin(out);
        out.raw('{');
        for (int i = 0; i < key.length; i++) {
            if (i > 0) {
                out.raw(',');
            }
            value(out, key[i], tuple, old);
        }
        out.raw('}');
        wrapping.end(out);
    }

    /** Whether the rows have the same key. */
    boolean isSameKey(Tuple before, Tuple after) {
        for (ColumnWriter column : key) {
            if (!column.isUnchanged(after) && !column.isSame(before, after)) {
                return false;
            }
        }
        return true;
    }
}
