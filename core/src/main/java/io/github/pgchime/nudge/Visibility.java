package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import io.github.pgchime.TableName;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asked before anything is told: which transactions a refetch would see, and where touched tables stand. */
interface Visibility {

    /**
     * What the server says now.
     *
     * @param snapshot what a query that starts now can see; nothing where nobody asks
     * @param ancestors the partitioned tables above each table that has any
     * @param written up to where the log was written when the snapshot was taken
     */
    record Answer(Optional<Snapshot> snapshot, Map<TableName, Set<TableName>> ancestors, Lsn written) {

        boolean isVisible(int xid) {
            return snapshot.isEmpty() || snapshot.get().isVisible(xid);
        }
    }

    /** Asks, with the tables whose places are wanted. */
    Answer ask(Collection<TableName> touched);

    /** Whether any of these transactions, which are over, was committed. */
    boolean anyCommitted(Collection<Long> xids);
}
