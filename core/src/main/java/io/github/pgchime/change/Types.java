package io.github.pgchime.change;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.wire.PgConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog says of relations and of their columns' types, looked up as they are first met, over a connection that is
 * opened for it; of the publications' tables all at once. What was dropped since is not found: values of such a type are their
 * text. Not thread-safe.
 */
final class Types {

    /** The first oid that is not PostgreSQL's own ({@code FirstNormalObjectId}, transam.h): all below are known. */
    private static final int FIRST_OF_USERS = 16_384;

    private final ConnectionOptions options;
    private final List<String> publications;
    private final TimeSource time;
    private final Map<Integer, PgType> known = new HashMap<>();
    private final Set<Integer> asked = new HashSet<>();

    /** As the catalog said last, by the oid of the table. */
    private final Map<Integer, TableDetail> details = new HashMap<>();

    /** As the catalog said when a relation was first described so. */
    private final Map<Relation, TableDetail> described = new HashMap<>();

    private final Set<Integer> tables = new HashSet<>();
    private Codecs codecs = new Codecs(Map.of());

    Types(ConnectionOptions options, List<String> publications, TimeSource time) {
        this.options = options;
        this.publications = publications;
        this.time = time;
    }

    /** What the rows of a relation are read by. */
    Layout layout(Relation relation) {
        return new Layout(relation, codecs, described.getOrDefault(relation, TableDetail.unknown(relation.id())));
    }

    /** Looks up what is new about this relation. */
    void learn(Relation relation) {
        if (described.containsKey(relation)) {
            return;
        }
        Set<Integer> unknown = new HashSet<>();
        for (Relation.Column column : relation.columns()) {
            if (Integer.compareUnsigned(column.type(), FIRST_OF_USERS) >= 0 && !asked.contains(column.type())) {
                unknown.add(column.type());
            }
        }
        // One that is described again has changed since the catalog was asked about it.
        boolean changed = !tables.add(relation.id()) || !details.containsKey(relation.id());
        if (changed || !unknown.isEmpty()) {
            ask(relation, changed, unknown);
        }
        described.put(relation, details.getOrDefault(relation.id(), TableDetail.unknown(relation.id())));
    }

    private void ask(Relation relation, boolean changed, Set<Integer> unknown) {
        try (PgConnection connection = PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos)) {
            Catalog catalog = new Catalog(connection::query);
            known.putAll(catalog.types(unknown));
            if (changed) {
                List<String> others = details.isEmpty() ? publications : List.of();
                details.remove(relation.id());
                catalog.tableDetails(List.of(relation.id()), others).forEach(each -> details.put(each.oid(), each));
            }
        }
        asked.addAll(unknown);
        codecs = new Codecs(known);
    }
}
