package io.github.pgchime.nudge;

import io.github.pgchime.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The tables that moved in one window, each once, in the order in which they first did. Every transaction in it is
 * visible to a query that starts now.
 *
 * @param nudges at least one
 */
public record Batch(List<Nudge> nudges) implements FeedItem {

    public Batch {
        nudges = List.copyOf(nudges);
    }

    /** The names of the tables, in order. */
    public SequencedSet<TableName> tables() {
        SequencedSet<TableName> tables = new LinkedHashSet<>();
        nudges.forEach(nudge -> tables.add(nudge.table()));
        return tables;
    }
}
