package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Jdbc;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/** Counts what pgjdbc's replication stream brings, of which it looks at the type alone. */
final class PgjdbcReader implements SlotReader {

    private final Connection connection;
    private final PGReplicationStream stream;

    PgjdbcReader(String url, String slot) {
        Properties properties = new Properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        Properties options = new Properties();
        options.putAll(PgOutput.OPTIONS);
        try {
            connection = DriverManager.getConnection(Route.jdbcUrl(url), properties);
            stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(slot)
                    .withSlotOptions(options)
                    .withStatusInterval(10, TimeUnit.SECONDS)
                    .start();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long next() {
        try {
            long changes = 0;
            while (true) {
                ByteBuffer message = Objects.requireNonNull(stream.read());
                int type = message.get(message.position());
                changes += PgOutput.isChange(type) ? 1 : 0;
                if (PgOutput.isCommit(type)) {
                    stream.setFlushedLSN(stream.getLastReceiveLSN());
                    return changes;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Jdbc.abort(connection);
    }
}
