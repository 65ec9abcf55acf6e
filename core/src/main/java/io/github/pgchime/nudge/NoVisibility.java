package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import io.github.pgchime.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For those who may hold one connection only: nothing is asked. Partitions are those of the moment of connecting; a
 * table that was none then may have become one of any watched name that can have unknown ones.
 */
final class NoVisibility implements Visibility {

    private final Map<TableName, Set<TableName>> partitions;
    private final Set<TableName> open;

    NoVisibility(Map<TableName, Set<TableName>> partitions, Set<TableName> open) {
        this.partitions = partitions;
        this.open = open;
    }

    @Override
    public Answer ask(Collection<TableName> touched) {
        Map<TableName, Set<TableName>> ancestors = new HashMap<>();
        touched.forEach(table -> ancestors.put(table, partitions.getOrDefault(table, open)));
        return new Answer(Optional.empty(), ancestors, Lsn.ZERO);
    }

    @Override
    public boolean anyCommitted(Collection<Long> xids) {
        return false;
    }
}
