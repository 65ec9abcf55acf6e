package io.github.pgchime.change;

import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.Relations;
import java.util.function.Function;

/** What one session has described so far. Not thread-safe. */
final class Tables {

    private final Function<Relation, Layout> layout;
    private final Relations<Layout> layouts;

    /** @param layout makes what the rows of a relation are read by */
    Tables(Function<Relation, Layout> layout) {
        this(layout, new Relations<>());
    }

    private Tables(Function<Relation, Layout> layout, Relations<Layout> layouts) {
        this.layout = layout;
        this.layouts = layouts;
    }

    /** The same, to be gone on with on its own. */
    Tables copy() {
        return new Tables(layout, layouts.copy());
    }

    Layout get(int relation) {
        return layouts.get(relation);
    }

    void describe(Relation relation) {
        layouts.put(relation.id(), layout.apply(relation));
    }
}
