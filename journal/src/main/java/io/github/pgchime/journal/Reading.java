package io.github.pgchime.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which entries a consumer is given, and in which order: the difference of two ticks. */
interface Reading {

    /**
     * Some of what lies between two ticks.
     *
     * @param entries in the order of their ids
     * @param upTo all ids up to this one have been looked at
     * @param last whether nothing is left between the ticks
     */
    record Page(List<Found> entries, long upTo, boolean last) {}

    /** A later tick than this one, if there is anything that this one does not see; it is stored with the transaction. */
    Optional<Tick> next(Connection connection, Tick after) throws SQLException;

    /**
     * The entries with larger ids than {@code after} that {@code to} sees and {@code from} does not.
     *
     * @param channels of these alone
     * @param replay what the entries are to say of that
     */
    Page page(Connection connection, Tick from, Tick to, long after, List<String> channels, boolean replay)
            throws SQLException;

    /** The first page, if there is so little that nobody who waits for this transaction notices. */
    Optional<Page> littlePage(Connection connection, Tick from, Tick to, List<String> channels, boolean replay)
            throws SQLException;
}
