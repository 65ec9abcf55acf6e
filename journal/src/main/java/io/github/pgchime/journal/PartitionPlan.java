package io.github.pgchime.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a cleanup does with a partition.
 *
 * @param name the table's, in schema {@code pgchime}
 * @param from the least id that it may have
 * @param to the id behind its greatest
 * @param bytes its size with its indexes
 * @param newest when its last entry was written; empty if it has none
 * @param heldBy the consumers that have not done with what is in it
 */
public record PartitionPlan(
        String name, long from, long to, long bytes, Optional<Instant> newest, Verdict verdict, List<String> heldBy) {

    public PartitionPlan {
        heldBy = List.copyOf(heldBy);
    }

    PartitionPlan with(Verdict other) {
        return new PartitionPlan(name, from, to, bytes, newest, other, heldBy);
    }

    /** Whether it goes, or why it stays. */
    public enum Verdict {
        /** It goes, at a cleanup in earnest. */
        GO,
        /** It is gone. */
        DROPPED,
        /** It is gone, and consumers that held it back were cut off. */
        CUT_OFF,
        /** It would go, and somebody was using it, or had not ended a transaction that has. The next cleanup tries again. */
        BUSY,
        /** It would go, and consumers hold it back. */
        HELD,
        /** It holds an entry that is not old enough, and the journal is not too large. */
        WITHIN_LIMITS,
        /** Ids of it are still to be handed out. */
        IN_USE,
        /** Another cleanup has dropped it, or is at it. */
        GONE
    }
}
