package io.github.pgchime.journal;

import java.sql.Connection;

/** What is done with an entry, exactly once as far as it is done over the connection it is given. */
@FunctionalInterface
public interface TransactionalHandler {
    /**
     * Handles it. The connection is in a transaction at READ COMMITTED, which is not to be ended here: it is committed together
     * with the acknowledgement when this returns, and rolled back when it throws.
     */
    void handle(Entry entry, Connection connection) throws Exception;
}
