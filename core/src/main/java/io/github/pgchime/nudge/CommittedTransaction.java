package io.github.pgchime.nudge;

import io.github.pgchime.TableName;
import java.time.Instant;
import java.util.Map;

/**
 * What one committed transaction touched.
 *
 * @param xid its 32-bit id
 * @param changes how many changes each table that matters had, in order
 * @param overflow whether there were more tables than are counted, so that nobody knows which
 * @param seenAt when it came in
 */
record CommittedTransaction(int xid, Map<TableName, Long> changes, boolean overflow, Instant seenAt) {

    /** It touched nothing that matters. */
    boolean isEmpty() {
        return changes.isEmpty() && !overflow;
    }

    /** How much it counts among what waits. */
    int weight() {
        return Math.max(1, changes.size());
    }
}
