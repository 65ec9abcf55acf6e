package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.List;

/** A change of one row. */
public sealed interface RowChange extends Change permits Insert, Update, Delete {

    /** The table that the row is in. */
    TableName table();

    @Override
    default List<TableName> tables() {
        return List.of(table());
    }
}
