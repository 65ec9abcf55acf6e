package io.github.pgchime.nudge;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ordinary session beside the walsender's, of the same role, over which visibility is asked. It may have been cut
 * for being idle, so a lost one is opened anew once before the loss counts.
 */
final class SideSession implements Visibility, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SideSession.class.getName());

    /** Positions of a standby's own log do not exist; what it decodes it has replayed, hence shown, before. */
    private static final String ASK = "SELECT txid_current_snapshot()::text AS snapshot,"
            + " EXISTS (SELECT FROM pg_catalog.pg_partitioned_table) AS partitions,"
            + " CASE WHEN pg_is_in_recovery() THEN '0/0' ELSE pg_current_wal_insert_lsn()::text END AS written";

    private final ConnectionOptions options;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<PgConnection> connection = Optional.empty();
    private volatile boolean closed;

    SideSession(ConnectionOptions options, TimeSource time) {
        this.options = options;
        this.time = time;
    }

    /** Opens it. From its first query on it can be watched for silence, and closed. */
    void open() {
        PgConnection opened = PgConnection.open(options, PgConnection.Role.ORDINARY, time::nanos);
        lock.lock();
        try {
            connection = Optional.of(opened);
            if (closed) {
                opened.abort();
            }
        } finally {
            lock.unlock();
        }
        if (opened.majorVersion() >= 14) {
            opened.query("SET idle_session_timeout = 0");
        }
    }

    @Override
    public Answer ask(Collection<TableName> touched) {
        Row row = query(ASK).getFirst();
        Map<TableName, Set<TableName>> ancestors =
                touched.isEmpty() || !row.bool("partitions") ? Map.of() : places(touched);
        return new Answer(Optional.of(Snapshot.parse(row.text("snapshot"))), ancestors, Lsn.parse(row.text("written")));
    }

    /** A table that is gone by now may have been a partition of anything. */
    private Map<TableName, Set<TableName>> places(Collection<TableName> touched) {
        Catalog catalog = catalog();
        Map<TableName, Set<TableName>> ancestors = new HashMap<>(catalog.partitionAncestors(touched));
        List<TableName> gone =
                touched.stream().filter(table -> !ancestors.containsKey(table)).toList();
        if (!gone.isEmpty()) {
            Set<TableName> anything = catalog.partitionedTables();
            gone.forEach(table -> ancestors.put(table, anything));
        }
        return ancestors;
    }

    @Override
    public boolean anyCommitted(Collection<Long> xids) {
        return xids.stream()
                .anyMatch(xid -> query("SELECT txid_status(" + xid + ") AS status")
                        .getFirst()
                        .optional("status")
                        .orElse("committed, long ago")
                        .startsWith("committed"));
    }

    /** The top-level transactions that have an id and are not over. */
    Set<Integer> unfinishedTransactions() {
        return catalog().unfinishedTransactions();
    }

    /** The server's catalogs, asked over the side session. */
    Catalog catalog() {
        return new Catalog(this::query);
    }

    Duration silence() {
        return connection.map(PgConnection::silence).orElse(Duration.ZERO);
    }

    private List<Row> query(String sql) {
        PgConnection asked = connection.orElseThrow(() -> new ConnectionLostException("the session is not open"));
        try {
            return asked.query(sql);
        } catch (ConnectionLostException | ServerException e) {
            if (closed || !isOver(e)) {
                throw e;
            }
            asked.abort();
            LOG.log(System.Logger.Level.DEBUG, "opening the visibility session anew", e);
            return reopened().query(sql);
        }
    }

    private static boolean isOver(PgChimeException e) {
        return !(e instanceof ServerException said) || said.error().isFatal();
    }

    private PgConnection reopened() {
        connection = Optional.empty();
        open();
        return connection.orElseThrow();
    }

    /** Closes hard, from any thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            connection.ifPresent(PgConnection::abort);
        } finally {
            lock.unlock();
        }
    }
}
