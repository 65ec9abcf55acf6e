package io.github.pgchime.journal;

import io.github.pgchime.ServerException;
import io.github.pgchime.journal.jdbc.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** The kinds of handlers. */
final class Handlings {

    private static final int VALID_WITHIN_SECONDS = 2;

    private static final String CONNECTION_FAILURE = "08006";

    private Handlings() {}

    /** Makes a kind of what a leading instance has at hand. */
    @FunctionalInterface
    interface Kind {
        Handling on(Database database, Ledger ledger);
    }

    static Kind plain(EntryHandler handler) {
        return (database, ledger) -> (inHand, entry) -> {
            try {
                handler.handle(entry);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                throw new HandlerFailure(e);
            }
            return Outcome.DONE;
        };
    }

    static Kind transactional(TransactionalHandler handler) {
        return (database, ledger) -> (inHand, entry) -> {
            try {
                database.transaction("handling " + entry, connection -> {
                    call(handler, entry, connection);
                    ledger.tell(connection, inHand);
                    return entry;
                });
            } catch (ServerException e) {
                // Of what the handler did, though it may show only at the commit.
                throw new HandlerFailure(e);
            }
            return Outcome.TOLD;
        };
    }

    private static void call(TransactionalHandler handler, Entry entry, Connection connection) throws SQLException {
        try {
            handler.handle(entry, connection);
        } catch (Exception | Error e) {
            if (!connection.isValid(VALID_WITHIN_SECONDS)) {
                throw new SQLException("the connection was lost under the handler", CONNECTION_FAILURE, e);
            }
            throw new HandlerFailure(e);
        }
    }
}
