package io.github.pgchime.debezium.json;

import java.util.Optional;

/**
 * Which defaults of its columns a type's schema tells.
 *
 * @param literal whether those that are literals
 * @param computed the text form of what it tells in place of one that a function returns, if of those
 */
record Defaults(boolean literal, Optional<String> computed) {

    static final Defaults NONE = new Defaults(false, Optional.empty());
    static final Defaults LITERAL = new Defaults(true, Optional.empty());

    /** All, with this in place of one that a function returns. */
    static Defaults all(String computed) {
        return new Defaults(true, Optional.of(computed));
    }
}
