package io.github.pgchime.nudge;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.WatchedTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under which names a touched table nudges: exactly those watched, and of a partition also the partitioned tables
 * above it.
 *
 * <p>A partition may be made or attached at any time. So while a watched name is partitioned, or stands for nothing
 * yet, every table's place is looked up anew before its nudge, and a table's name alone excludes none.
 */
final class WatchList {

    private final Set<TableName> watched;
    private final Set<TableName> open;

    /** @param tables what is watched; none means every table */
    WatchList(List<WatchedTable> tables) {
        watched = tables.stream().map(WatchedTable::name).collect(Collectors.toSet());
        open = tables.stream()
                .filter(table ->
                        table.kind() == WatchedTable.Kind.PARTITIONED || table.kind() == WatchedTable.Kind.MISSING)
                .map(WatchedTable::name)
                .collect(Collectors.toSet());
    }

    boolean isEverything() {
        return watched.isEmpty();
    }

    /** Whether changes of this table can nudge at all, as far as its name alone tells. */
    boolean matters(TableName touched) {
        return isEverything() || !open.isEmpty() || watched.contains(touched);
    }

    /** Whether a name alone does not tell under which names it nudges. */
    boolean needsPlaces() {
        return isEverything() || !open.isEmpty();
    }

    /** The watched names under which tables may nudge that are yet unknown. */
    Set<TableName> open() {
        return open;
    }

    /**
     * The names under which a touched table nudges.
     *
     * @param ancestors the partitioned tables above each table that has any
     */
    Collection<TableName> nudged(TableName touched, Map<TableName, Set<TableName>> ancestors) {
        Set<TableName> above = ancestors.getOrDefault(touched, Set.of());
        if (above.isEmpty()) {
            return isEverything() || watched.contains(touched) ? List.of(touched) : List.of();
        }
        Set<TableName> names = new LinkedHashSet<>();
        if (isEverything() || watched.contains(touched) || above.stream().anyMatch(watched::contains)) {
            names.add(touched);
            above.stream()
                    .filter(ancestor -> isEverything() || watched.contains(ancestor))
                    .forEach(names::add);
        }
        return names;
    }
}
