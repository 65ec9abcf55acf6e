package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row was deleted.
 *
 * @param key the columns of its replica identity, which under REPLICA IDENTITY FULL are all
 */
public record Delete(Place place, Row key) implements RowChange {

    @Override
    public Operation operation() {
        return Operation.DELETE;
    }

    @Override
    public TableName table() {
        return key.table();
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        return Dictionary.of(this, Optional.of(key), Optional.empty());
    }
}
