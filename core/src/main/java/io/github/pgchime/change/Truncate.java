package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables were emptied by one TRUNCATE.
 *
 * @param cascade whether it was to empty what refers to them, too; those tables are among {@code tables}
 * @param restartIdentity whether their sequences began anew
 */
public record Truncate(Place place, List<TableName> tables, boolean cascade, boolean restartIdentity)
        implements Change {

    public Truncate {
        tables = List.copyOf(tables);
    }

    @Override
    public Operation operation() {
        return Operation.TRUNCATE;
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = Dictionary.of(this, Optional.empty(), Optional.empty());
        map.put("tables", tables.stream().map(TableName::toString).toList());
        map.put("cascade", cascade);
        map.put("restart_identity", restartIdentity);
        return map;
    }
}
