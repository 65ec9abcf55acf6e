package io.github.pgchime.doctor;

import io.github.pgchime.wire.Row;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The open write transactions, for each of which a new slot waits.
 *
 * <p>A busy server always has some, and they are no trouble: what counts is whether a slot did have to wait.
 */
record TransactionChecks(List<Blocker> blockers) {

    /**
     * An open transaction.
     *
     * @param who in words for a person
     * @param remedy the line that ends it
     * @param idle whether its session waits for its client
     */
    record Blocker(String who, String remedy, boolean idle) {
        static Blocker of(Row row) {
            return new Blocker(row.text("who"), row.text("remedy"), row.bool("idle"));
        }
    }

    /** When a slot was made at once. */
    static List<Check> noneBlocks() {
        return List.of(
                CheckName.OPEN_TRANSACTIONS.ok("none kept a slot waiting"),
                CheckName.IDLE_IN_TRANSACTION.ok("none kept a slot waiting"));
    }

    /** When a slot had to wait, or none could be tried. */
    List<Check> all() {
        List<Blocker> idle = blockers.stream().filter(Blocker::idle).toList();
        return List.of(
                blockers.isEmpty()
                        ? CheckName.OPEN_TRANSACTIONS.ok("none has written")
                        : warn(
                                CheckName.OPEN_TRANSACTIONS,
                                "a new slot, and so a feed that connects, waits for write transactions that are open, in"
                                        + " whatever database: ",
                                blockers),
                idle.isEmpty()
                        ? CheckName.IDLE_IN_TRANSACTION.ok("no writer is idle in its transaction")
                        : warn(
                                CheckName.IDLE_IN_TRANSACTION,
                                "writers that are open and do nothing, which idle_in_transaction_session_timeout would"
                                        + " end: ",
                                idle));
    }

    private static Check warn(CheckName name, String what, List<Blocker> blockers) {
        return name.warn(
                what + blockers.stream().map(Blocker::who).collect(Collectors.joining(", ")),
                blockers.stream().map(Blocker::remedy).collect(Collectors.joining(" ")));
    }
}
