package io.github.pgchime.journal;

import java.util.List;

/**
 * What a cleanup would do, or has done.
 *
 * @param partitions oldest first
 * @param trimmed how many entries outside of partitions were deleted; 0 in a dry run
 */
public record CleanupPlan(List<PartitionPlan> partitions, long trimmed) {

    public CleanupPlan {
        partitions = List.copyOf(partitions);
    }

    /** The partitions with this verdict. */
    public List<PartitionPlan> with(PartitionPlan.Verdict verdict) {
        return partitions.stream()
                .filter(partition -> partition.verdict() == verdict)
                .toList();
    }
}
