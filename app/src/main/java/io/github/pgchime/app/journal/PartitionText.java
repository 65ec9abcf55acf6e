package io.github.pgchime.app.journal;

import io.github.pgchime.journal.PartitionPlan;
import java.time.Instant;

/** What becomes of a partition on one line, for people. */
final class PartitionText {

    private PartitionText() {}

    static String of(PartitionPlan partition) {
        String newest = partition.newest().map(Instant::toString).orElse("nothing in it");
        String heldBy = partition.heldBy().isEmpty() ? "" : "  held by " + String.join(", ", partition.heldBy());
        return partition.name() + "  ids " + partition.from() + " to " + (partition.to() - 1) + "  " + partition.bytes()
                + " bytes  newest " + newest + "  " + partition.verdict() + heldBy;
    }
}
