package io.github.pgchime.journal;

import java.util.OptionalLong;

/**
 * How far a consumer is done.
 *
 * @param tick all that it sees is done with
 * @param batch the tick up to which is being read
 * @param entry in between, ids up to this one are done with
 */
record Position(long tick, OptionalLong batch, long entry) {

    static Position behind(long tick) {
        return new Position(tick, OptionalLong.empty(), 0);
    }

    Position within(long next) {
        return new Position(tick, OptionalLong.of(next), 0);
    }

    Position at(long id) {
        return new Position(tick, batch, id);
    }
}
