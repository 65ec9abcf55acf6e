package io.github.pgchime.catalog;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType.Array;
import io.github.pgchime.catalog.PgType.Attribute;
import io.github.pgchime.catalog.PgType.Base;
import io.github.pgchime.catalog.PgType.Composite;
import io.github.pgchime.catalog.PgType.Domain;
import io.github.pgchime.catalog.PgType.Enumeration;
import io.github.pgchime.catalog.PgType.Multirange;
import io.github.pgchime.catalog.PgType.Range;
import io.github.pgchime.wire.Row;
import java.util.List;

/** A type from its rows of types.sql: one for each label or attribute, or one in all. */
final class TypeRows {

    private TypeRows() {}

    static PgType type(List<Row> rows) {
        Row row = rows.getFirst();
        int oid = oid(row, "oid");
        String schema = row.text("schema");
        String name = row.text("name");
        int inner = oid(row, "inner_oid");
        return switch (row.text("kind")) {
            case "BASE" -> new Base(oid, schema, name);
            case "ENUM" -> new Enumeration(oid, schema, name, labels(rows));
            case "DOMAIN" -> new Domain(oid, schema, name, inner, (int) row.int64("inner_typmod"));
            case "ARRAY" ->
                new Array(oid, schema, name, inner, row.text("delimiter").charAt(0));
            case "COMPOSITE" -> new Composite(oid, schema, name, attributes(rows));
            case "RANGE" -> new Range(oid, schema, name, inner);
            case "MULTIRANGE" -> new Multirange(oid, schema, name, inner);
            case String kind -> throw new ProtocolException("type " + name + " is unexpectedly of kind " + kind);
        };
    }

    /** An unsigned number in an int. */
    private static int oid(Row row, String column) {
        return (int) row.int64(column);
    }

    private static List<String> labels(List<Row> rows) {
        return rows.stream().flatMap(row -> row.optional("part_name").stream()).toList();
    }

    private static List<Attribute> attributes(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> row
                        .optional("part_name")
                        .map(name -> new Attribute(name, oid(row, "part_oid"), (int) row.int64("part_typmod")))
                        .stream())
                .toList();
    }
}
