package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.time.Instant;

/** Where a consumer begins that is new, or is sent to. */
public sealed interface Start {

    /** With what is committed from now on. */
    record Now() implements Start {}

    /** With the oldest entry there is. */
    record Earliest() implements Start {}

    /**
     * With the entry of this id, and those of higher ids.
     *
     * @param id from 1
     */
    record AtId(long id) implements Start {
        public AtId {
            if (id < 1) {
                throw new ConfigException("entry id " + id + " is out of range; expected 1 or more");
            }
        }
    }

    /** With the first entry that was written at this time or later, and those of higher ids. */
    record AtTime(Instant time) implements Start {}

    static Start now() {
        return new Now();
    }

    static Start earliest() {
        return new Earliest();
    }

    static Start id(long id) {
        return new AtId(id);
    }

    static Start time(Instant time) {
        return new AtTime(time);
    }
}
