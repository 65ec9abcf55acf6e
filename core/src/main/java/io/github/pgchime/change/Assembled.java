package io.github.pgchime.change;

import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.spool.Spool;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A whole transaction that is committed.
 *
 * @param spool its messages; it is taken back when the next message is read
 * @param changes how many changes are in it
 * @param described the relations that are described in it, in order
 * @param begin where its first record lies: a raw LSN
 * @param previous where the transaction before it ends, if the same stream sent that, else 0; a message outside of
 *     any is its own: a raw LSN
 * @param time when it was committed; for a message outside of any, when the transaction before it was
 * @param prepared where it was prepared, if it came in two phases: a raw LSN
 */
record Assembled(
        Commit commit,
        Spool spool,
        long changes,
        List<Relation> described,
        long begin,
        long previous,
        Instant time,
        OptionalLong prepared) {

    Assembled {
        described = List.copyOf(described);
    }
}
