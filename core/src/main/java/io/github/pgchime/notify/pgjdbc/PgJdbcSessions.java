package io.github.pgchime.notify.pgjdbc;

import io.github.pgchime.ConfigException;
import io.github.pgchime.notify.NotifySession;
import io.github.pgchime.notify.NotifySessions;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Sessions over connections of pgjdbc, which has to be among the application's own dependencies. A session has its
 * connection to itself and ends it by {@link Connection#abort} before it closes it, so that a pool throws it away: what
 * listens must not be lent to the next.
 *
 * <p>pgjdbc runs nothing while it waits for notifications, so it waits in slices: LISTEN and UNLISTEN may take 50 ms
 * longer than over pgchime's own connection. It hands over what it has received after a millisecond of silence: of a flow
 * without one nothing is told, and all of it is kept, until {@link io.github.pgchime.notify.NotifierOptions#liveness()} ends
 * the session.
 *
 * <p>How long connecting may take is for the source to limit, as by pgjdbc's {@code loginTimeout}: an attempt that the
 * server leaves without an answer goes on otherwise until the notifier is closed.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/server-prepare/#listen--notify">pgjdbc: LISTEN / NOTIFY</a>
 */
public final class PgJdbcSessions implements NotifySessions {

    /** Where connections come from. */
    @FunctionalInterface
    public interface Source {
        /** Returns a connection that nobody else uses, pgjdbc's own or one that unwraps to it. */
        Connection connect() throws SQLException;
    }

    private final Source source;

    private PgJdbcSessions(Source source) {
        this.source = source;
    }

    public static PgJdbcSessions of(DataSource dataSource) {
        return of((Source) dataSource::getConnection);
    }

    public static PgJdbcSessions of(Source source) {
        return new PgJdbcSessions(source);
    }

    /** @throws ConfigException if the connection is none of pgjdbc's */
    @Override
    public NotifySession open() {
        try {
            Connection connection = source.connect();
            try {
                return session(connection);
            } catch (SQLException | RuntimeException e) {
                PgJdbcSession.abandon(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw SqlErrors.translated("connecting by JDBC", e, true);
        }
    }

    private static NotifySession session(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw new ConfigException("notifications need a connection of pgjdbc (org.postgresql.PGConnection), not "
                    + connection.getClass().getName());
        }
        connection.setAutoCommit(true);
        return new PgJdbcSession(connection, connection.unwrap(PGConnection.class));
    }
}
