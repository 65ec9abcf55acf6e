package io.github.pgchime.change;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.catalog.PgType;
import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.wire.PgConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The types that columns have, looked up as they are first met, over a connection that is opened for it. One that was dropped since
 * is not found, and its values are their text. Not thread-safe.
 */
final class Types {

    /** The first oid that is not PostgreSQL's own ({@code FirstNormalObjectId}, transam.h): all below are known. */
    private static final int FIRST_OF_USERS = 16_384;

    private final ConnectionOptions options;
    private final TimeSource time;
    private final Map<Integer, PgType> known = new HashMap<>();
    private final Set<Integer> asked = new HashSet<>();
    private Codecs codecs = new Codecs(Map.of());

    Types(ConnectionOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
    }

    Codecs codecs() {
        return codecs;
    }

    /** Looks up what is new among the types of these columns. */
    void learn(Relation relation) {
        Set<Integer> unknown = new HashSet<>();
        for (Relation.Column column : relation.columns()) {
            if (Integer.compareUnsigned(column.type(), FIRST_OF_USERS) >= 0 && !asked.contains(column.type())) {
                unknown.add(column.type());
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        try (PgConnection connection = PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos)) {
            known.putAll(new Catalog(connection::query).types(unknown));
        }
        asked.addAll(unknown);
        codecs = new Codecs(known);
    }
}
