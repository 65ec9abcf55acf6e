package io.github.pgchime.change;

import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.catalog.TableDetail;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the catalog says of relations and of their columns' types, looked up as they are first met; of the publications'
 * tables all at once. What was dropped since is not found: values of such a type are their text. Not thread-safe.
 */
final class Types {

    /** The first oid that is not PostgreSQL's own ({@code FirstNormalObjectId}, transam.h): all below are known. */
    private static final int FIRST_OF_USERS = 16_384;

    private final List<String> publications;
    private final boolean withDetails;
    private final Map<Integer, PgType> known = new HashMap<>();
    private final Set<Integer> asked = new HashSet<>();

    /** As the catalog said last, by the oid of the table. */
    private final Map<Integer, TableDetail> details = new HashMap<>();

    /** As the catalog said when a relation was first described so. */
    private final Map<Relation, TableDetail> described = new HashMap<>();

    private final Set<Integer> tables = new HashSet<>();
    private Codecs codecs = new Codecs(Map.of());

    /** @param withDetails whether to ask about the tables, and not about the types alone */
    Types(List<String> publications, boolean withDetails) {
        this.publications = publications;
        this.withDetails = withDetails;
    }

    /** What the rows of a relation are read by. */
    Layout layout(Relation relation) {
        return new Layout(relation, codecs, described.getOrDefault(relation, TableDetail.unknown(relation.id())));
    }

    /**
     * Has looked up what is new about this relation, and what may be another by now: a type that has attributes, of its own
     * or in what it is made of, is altered in place.
     *
     * @param session runs what asks the catalog
     */
    void learn(Relation relation, Consumer<Consumer<Catalog>> session) {
        Set<Integer> unknown = unknownTypes(relation);
        boolean isNew = !described.containsKey(relation);
        // One that is described otherwise than before has changed since the catalog was asked about it.
        boolean changed = withDetails && isNew && (!tables.add(relation.id()) || !details.containsKey(relation.id()));
        if (changed || !unknown.isEmpty()) {
            session.accept(catalog -> ask(catalog, relation, changed, unknown));
        }
        if (isNew) {
            described.put(relation, details.getOrDefault(relation.id(), TableDetail.unknown(relation.id())));
        }
    }

    private Set<Integer> unknownTypes(Relation relation) {
        Set<Integer> unknown = new HashSet<>();
        for (Relation.Column column : relation.columns()) {
            int type = column.type();
            if (Integer.compareUnsigned(type, FIRST_OF_USERS) >= 0 && (!asked.contains(type) || isAlterable(type))) {
                unknown.add(type);
            }
        }
        return unknown;
    }

    private void ask(Catalog catalog, Relation relation, boolean changed, Set<Integer> unknown) {
        known.putAll(catalog.types(unknown));
        if (changed) {
            List<String> others = details.isEmpty() ? publications : List.of();
            details.remove(relation.id());
            catalog.tableDetails(List.of(relation.id()), others).forEach(each -> details.put(each.oid(), each));
        }
        asked.addAll(unknown);
        codecs = new Codecs(known);
    }

    private boolean isAlterable(int type) {
        return switch (known.get(type)) {
            case PgType.Composite composite -> true;
            case PgType.Array array -> isAlterable(array.elementOid());
            case PgType.Domain domain -> isAlterable(domain.baseOid());
            case PgType.Range range -> isAlterable(range.subtypeOid());
            case PgType.Multirange multirange -> isAlterable(multirange.rangeOid());
            case PgType.Enumeration enumeration -> false;
            case PgType.Base base -> false;
            case null -> false;
        };
    }
}
