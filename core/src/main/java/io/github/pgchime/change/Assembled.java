package io.github.pgchime.change;

import io.github.pgchime.decode.pgoutput.Relation;
import java.util.List;
import java.util.OptionalLong;

/**
 * A whole transaction that is committed.
 *
 * @param spool its messages; it is taken back when the next message is read
 * @param changes how many changes are in it
 * @param described the relations that are described in it, in order
 * @param prepared where it was prepared, if it came in two phases: a raw LSN
 */
record Assembled(Commit commit, Spool spool, long changes, List<Relation> described, OptionalLong prepared) {

    Assembled {
        described = List.copyOf(described);
    }
}
