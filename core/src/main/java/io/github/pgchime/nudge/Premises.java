package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.catalog.WatchedTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a stream was set up on, and somebody may change under it without its saying so: a publication that is dropped
 * leaves pgoutput of PostgreSQL 18 deaf, a primary key that is dropped makes wal2json skip rows, and a table made anew
 * as a partitioned one changes under other names.
 *
 * @param tables the watched tables as they were
 * @param publication the publication's name
 * @param publicationId its oid
 * @param replicaIdentities whether the plugin was chosen because every watched table had a replica identity
 */
record Premises(
        List<WatchedTable> tables,
        Optional<String> publication,
        Optional<Long> publicationId,
        boolean replicaIdentities) {

    private static final System.Logger LOG = System.getLogger(Premises.class.getName());

    /** The premises of a stream that is about to be opened. */
    static Premises of(Catalog catalog, List<WatchedTable> tables, NudgeOptions options) {
        boolean chosenByIdentity = options.plugin() == Plugin.AUTO
                && !tables.isEmpty()
                && tables.stream().allMatch(WatchedTable::replicaIdentity);
        return new Premises(
                tables, options.publication(), options.publication().flatMap(catalog::publicationId), chosenByIdentity);
    }

    boolean isEmpty() {
        return tables.isEmpty() && publication.isEmpty();
    }

    /**
     * Compares with the catalog as it is now. What only appeared is logged.
     *
     * @return the premises from now on
     * @throws ConnectionLostException if the stream no longer tells everything, and a new one would
     * @throws ConfigException if none would
     */
    Premises verified(Catalog catalog) {
        publication.ifPresent(name -> verifyPublication(name, catalog.publicationId(name)));
        List<WatchedTable> now =
                catalog.watchedTables(tables.stream().map(WatchedTable::name).toList(), publication);
        Map<TableName, WatchedTable> before =
                tables.stream().collect(Collectors.toMap(WatchedTable::name, Function.identity()));
        now.forEach(table -> verifyTable(before.getOrDefault(table.name(), table), table));
        return new Premises(now, publication, publicationId, replicaIdentities);
    }

    private void verifyPublication(String name, Optional<Long> now) {
        if (now.isEmpty()) {
            throw new ConfigException("publication " + name + " was dropped, and changes since may have been missed");
        }
        if (!now.equals(publicationId)) {
            throw new ConnectionLostException("publication " + name + " was dropped and created anew");
        }
    }

    private void verifyTable(WatchedTable before, WatchedTable now) {
        if (before.kind() == WatchedTable.Kind.MISSING && now.kind() != WatchedTable.Kind.MISSING) {
            LOG.log(System.Logger.Level.WARNING, "watched table " + now.name() + " exists now");
        } else if (before.kind() != now.kind() && now.kind() != WatchedTable.Kind.MISSING) {
            throw new ConnectionLostException("watched table " + now.name() + " was made anew as something else");
        }
        if (replicaIdentities && !now.replicaIdentity()) {
            throw new ConnectionLostException("watched table " + now.name() + " has lost its replica identity");
        }
    }
}
