package io.github.pgchime.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the replication protocol does not say of a table.
 *
 * @param oid the table's, unsigned
 * @param key the columns of the primary key in its order, or else of the first unique index without NULLs; none if it
 *     has neither
 * @param columns all columns by name
 */
public record TableDetail(int oid, List<String> key, Map<String, ColumnDetail> columns) {

    /**
     * A column.
     *
     * @param notNull whether it cannot be NULL
     * @param literal the text form of its default, where that is a literal
     * @param computed whether its default is what a function returns
     */
    public record ColumnDetail(boolean notNull, Optional<String> literal, boolean computed) {

        /** A column of which nothing is known. */
        public static final ColumnDetail UNKNOWN = new ColumnDetail(false, Optional.empty(), false);

        /** The same where it may be NULL. */
        public ColumnDetail orNull() {
            return new ColumnDetail(false, literal, computed);
        }
    }

    public TableDetail {
        key = List.copyOf(key);
        columns = Map.copyOf(columns);
    }

    /** A table of which nothing is known. */
    public static TableDetail unknown(int oid) {
        return new TableDetail(oid, List.of(), Map.of());
    }
}
