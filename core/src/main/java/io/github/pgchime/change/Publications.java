package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.wire.Sql;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The publications of a stream as they are in the catalog.
 *
 * @param ids name to oid: one that was dropped and made anew has another
 */
record Publications(Map<String, Long> ids) {

    Publications {
        ids = Map.copyOf(ids);
    }

    /**
     * Looks them up.
     *
     * @throws ConfigException if one is missing, with the statement that creates it
     */
    static Publications of(Collection<String> names, Catalog catalog, ConnectionOptions connection) {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (String name : names) {
            ids.put(
                    name,
                    catalog.publicationId(name)
                            .orElseThrow(() -> new ConfigException("publication " + name
                                    + " does not exist in database " + connection.database()
                                    + "; create it, such as by "
                                    + create(name, List.of()) + ", or have it created by createPublication")));
        }
        return new Publications(ids);
    }

    Set<String> names() {
        return ids.keySet();
    }

    /**
     * Returns normally if these, looked up later, are still the same.
     *
     * @throws ConfigException if one was made anew
     */
    void requireSame(Publications later) {
        ids.forEach((name, id) -> {
            if (!Objects.equals(later.ids().get(name), id)) {
                throw new ConfigException("publication " + name + " was dropped and made anew; what was committed in"
                        + " between is not in it: read its tables again, and open the stream anew");
            }
        });
    }

    /** The statement that creates one; no table means all. */
    static String create(String name, List<TableName> tables) {
        return "CREATE PUBLICATION " + Sql.identifier(name)
                + (tables.isEmpty()
                        ? " FOR ALL TABLES"
                        : tables.stream().map(Sql::identifier).collect(Collectors.joining(", ", " FOR TABLE ", "")));
    }
}
