package io.github.pgchime.change;

import io.github.pgchime.catalog.PgType;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The types that columns have, looked up as they are first met. One that was dropped since is not found, and its values are
 * their text. Not thread-safe.
 */
final class Types {

    /** The first oid that is not PostgreSQL's own ({@code FirstNormalObjectId}, transam.h): all below are known. */
    private static final int FIRST_OF_USERS = 16_384;

    private final Map<Integer, PgType> known = new HashMap<>();
    private final Set<Integer> asked = new HashSet<>();
    private Codecs codecs = new Codecs(Map.of());

    Codecs codecs() {
        return codecs;
    }

    /**
     * Has looked up what is new among the types of these columns, and what may be another by now: a type that has
     * attributes, of its own or in what it is made of, is altered in place.
     *
     * @param lookUp asks the catalog for these, and what they are made of
     */
    void learn(Relation relation, Function<Set<Integer>, Map<Integer, PgType>> lookUp) {
        Set<Integer> unknown = new HashSet<>();
        for (Relation.Column column : relation.columns()) {
            int type = column.type();
            if (Integer.compareUnsigned(type, FIRST_OF_USERS) >= 0 && (!asked.contains(type) || isAlterable(type))) {
                unknown.add(type);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        known.putAll(lookUp.apply(unknown));
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
