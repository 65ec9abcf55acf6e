package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ServerException;
import io.github.pgchime.journal.jdbc.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The kinds of handlers. */
final class Handlings {

    private static final int MOST = 10_000;
    private static final int VALID_WITHIN_SECONDS = 2;

    private static final String CONNECTION_FAILURE = "08006";

    private Handlings() {}

    /**
     * One of them.
     *
     * @param most how many entries it takes at once
     */
    record Kind(int most, Binding binding) {
        Kind {
            if (most < 1 || most > MOST) {
                throw new ConfigException("a batch of " + most + " entries is out of range; expected 1 to " + MOST);
            }
        }

        Handling on(Database database, Ledger ledger) {
            return binding.on(database, ledger);
        }
    }

    /** Makes one of what a leading instance has at hand. */
    @FunctionalInterface
    interface Binding {
        Handling on(Database database, Ledger ledger);
    }

    static Kind plain(EntryHandler handler) {
        return batches(1, entries -> handler.handle(entries.getFirst()));
    }

    static Kind batches(int most, BatchHandler handler) {
        return new Kind(most, (database, ledger) -> (inHand, entries) -> {
            try {
                handler.handle(entries);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                throw new HandlerFailure(e);
            }
            return Outcome.DONE;
        });
    }

    static Kind transactional(TransactionalHandler handler) {
        return transactionalBatches(1, (entries, connection) -> handler.handle(entries.getFirst(), connection));
    }

    static Kind transactionalBatches(int most, TransactionalBatchHandler handler) {
        return new Kind(most, (database, ledger) -> (inHand, entries) -> {
            String more = entries.size() == 1 ? "" : " and " + (entries.size() - 1) + " more";
            try {
                database.transaction("handling " + entries.getFirst() + more, connection -> {
                    call(handler, entries, connection);
                    ledger.tell(connection, inHand);
                    return entries;
                });
            } catch (ServerException e) {
                // Of what the handler did, though it may show only at the commit.
                throw new HandlerFailure(e);
            }
            return Outcome.TOLD;
        });
    }

    private static void call(TransactionalBatchHandler handler, List<Entry> entries, Connection connection)
            throws SQLException {
        try {
            handler.handle(entries, connection);
        } catch (Exception | Error e) {
            if (!connection.isValid(VALID_WITHIN_SECONDS)) {
                throw new SQLException("the connection was lost under the handler", CONNECTION_FAILURE, e);
            }
            throw new HandlerFailure(e);
        }
    }
}
