package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row was inserted.
 *
 * @param after the row
 */
public record Insert(Place place, Row after) implements RowChange {

    @Override
    public Operation operation() {
        return Operation.INSERT;
    }

    @Override
    public TableName table() {
        return after.table();
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return Dictionary.of(this, Optional.empty(), Optional.of(after));
    }
}
