package io.github.pgchime.app.nudge;

import java.time.InstantSource;
import java.time.ZoneId;

/** How items are printed. */
enum ItemFormat {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON;

    ItemLines lines() {
        return switch (this) {
            case TEXT -> new TextLines(InstantSource.system(), ZoneId.systemDefault());
            case JSON -> new JsonLines();
        };
    }

    static final class Names extends io.github.pgchime.app.nudge.Names<ItemFormat> {
        Names() {
            super(ItemFormat.class);
        }
    }
}
