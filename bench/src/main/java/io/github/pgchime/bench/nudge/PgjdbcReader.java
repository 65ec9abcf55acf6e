package io.github.pgchime.bench.nudge;

import io.github.pgchime.bench.Jdbc;
import io.github.pgchime.bench.Reader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/**
 * The simplest correct reader on pgjdbc: blocking reads of test_decoding from a temporary slot, of each line nothing
 * but the table's name, told at the commit. It does not know whether a refetch would see what it tells.
 */
final class PgjdbcReader implements Reader {

    private static final byte[] TABLE = "table ".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final LongConsumer rows;
    private final Map<String, Long> changes = new HashMap<>();

    PgjdbcReader(String url, LongConsumer rows) {
        this.rows = rows;
        try {
            connection = connect(URI.create(url));
            PGConnection session = connection.unwrap(PGConnection.class);
            String slot = "bench_" + session.getBackendPID();
            session.getReplicationAPI()
                    .createReplicationSlot()
                    .logical()
                    .withSlotName(slot)
                    .withOutputPlugin("test_decoding")
                    .withTemporaryOption()
                    .make();
            PGReplicationStream stream = session.getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(slot)
                    .withStatusInterval(10, TimeUnit.SECONDS)
                    .start();
            Thread.ofPlatform().name("pgjdbc").daemon().start(() -> read(stream));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(URI url) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, url.getUserInfo());
        PGProperty.SSL_MODE.set(properties, "disable");
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(), properties);
    }

    private void read(PGReplicationStream stream) {
        try {
            while (true) {
                ByteBuffer line = Objects.requireNonNull(stream.read());
                if (startsWith(line, TABLE)) {
                    changes.merge(table(line), 1L, Long::sum);
                } else if (line.get(line.position()) == 'C') {
                    rows.accept(
                            changes.values().stream().mapToLong(Long::longValue).sum());
                    changes.clear();
                    stream.setAppliedLSN(stream.getLastReceiveLSN());
                    stream.setFlushedLSN(stream.getLastReceiveLSN());
                }
            }
        } catch (SQLException e) {
            if (!Jdbc.isAborted(connection)) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean startsWith(ByteBuffer line, byte[] start) {
        return line.remaining() >= start.length
                && line.slice(line.position(), start.length).equals(ByteBuffer.wrap(start));
    }

    /** From "table " to the colon that is not within quotes. */
    private static String table(ByteBuffer line) {
        int from = line.position() + TABLE.length;
        int to = from;
        boolean quoted = false;
        while (quoted || line.get(to) != ':') {
            quoted ^= line.get(to) == '"';
            to++;
        }
        return StandardCharsets.UTF_8.decode(line.slice(from, to - from)).toString();
    }

    @Override
    public void close() {
        Jdbc.abort(connection);
    }
}
