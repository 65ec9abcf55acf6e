package io.github.pgchime.wire;

import io.github.pgchime.TableName;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The one place that quotes for the server, for SQL and for a walsender's commands alike.
 *
 * <p>Every session sets {@code standard_conforming_strings = on}, so a backslash means itself.
 */
public final class Sql {

    private Sql() {}

    public static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String identifier(TableName table) {
        return identifier(table.schema()) + "." + identifier(table.table());
    }

    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** {@code ('schema', 'table'), …} for a VALUES list or a row-wise IN. */
    public static String rows(Collection<TableName> tables) {
        return tables.stream()
                .map(table -> "(" + literal(table.schema()) + ", " + literal(table.table()) + ")")
                .collect(Collectors.joining(", "));
    }
}
