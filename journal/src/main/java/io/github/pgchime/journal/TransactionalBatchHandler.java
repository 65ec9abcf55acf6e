package io.github.pgchime.journal;

import java.sql.Connection;
import java.util.List;

/** What is done with entries together, exactly once as far as it is done over the connection it is given. */
@FunctionalInterface
public interface TransactionalBatchHandler {
    /**
     * Handles them, in a transaction as a {@link TransactionalHandler} has it. If it throws, all of it is rolled back, and each of
     * them is handled again, alone: only what throws then has failed.
     *
     * @param entries in the order of their ids, those of a key in their order; unmodifiable
     */
    void handle(List<Entry> entries, Connection connection) throws Exception;
}
