package io.github.pgchime.change;

import io.github.pgchime.Lsn;
import java.util.Comparator;

/**
 * Where a change stands in its stream: the same each time it is delivered, different for each change, and ordered as they
 * come. The LSN of the change itself is none of that, since transactions interleave in the log.
 *
 * @param commitEnd where its transaction's commit record ends
 * @param index its place in the transaction, from 0
 */
public record Position(Lsn commitEnd, long index) implements Comparable<Position> {

    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::commitEnd).thenComparingLong(Position::index);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code 16/B374D848#3}. */
    @Override
    public String toString() {
        return commitEnd + "#" + index;
    }
}
