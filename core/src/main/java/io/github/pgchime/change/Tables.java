package io.github.pgchime.change;

import io.github.pgchime.codec.Codecs;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.Relations;
import java.util.function.Supplier;

/** What one session has described so far. Not thread-safe. */
final class Tables {

    private final Supplier<Codecs> types;
    private final Relations<Layout> layouts;

    Tables(Supplier<Codecs> types) {
        this(types, new Relations<>());
    }

    private Tables(Supplier<Codecs> types, Relations<Layout> layouts) {
        this.types = types;
        this.layouts = layouts;
    }

    /** The same, to be gone on with on its own. */
    Tables copy() {
        return new Tables(types, layouts.copy());
    }

    Layout get(int relation) {
        return layouts.get(relation);
    }

    void describe(Relation relation) {
        layouts.put(relation.id(), new Layout(relation, types.get()));
    }
}
