package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row was updated.
 *
 * @param before what is told of the old row: all of it under REPLICA IDENTITY FULL, else its key if that was changed
 * @param after the new row
 */
public record Update(Place place, Optional<Row> before, Row after) implements RowChange {

    @Override
    public Operation operation() {
        return Operation.UPDATE;
    }

    @Override
    public TableName table() {
        return after.table();
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return Dictionary.of(this, before, Optional.of(after));
    }
}
