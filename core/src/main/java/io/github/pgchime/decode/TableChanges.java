package io.github.pgchime.decode;

import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage.RowChange;
import io.github.pgchime.decode.LogicalMessage.RowChange.Kind;

/** A table with the three changes that can befall its rows, made once, so that a row costs no allocation. */
record TableChanges(TableName table, RowChange insert, RowChange update, RowChange delete) {

    TableChanges(TableName table) {
        this(
                table,
                new RowChange(Kind.INSERT, table),
                new RowChange(Kind.UPDATE, table),
                new RowChange(Kind.DELETE, table));
    }
}
