package io.github.pgchime.bench.change;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.replication.ReplicationMessage;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.Unpaced;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/** Reads a slot until it has seen so many changes. */
final class DrainProcess {

    private static final Map<String, String> OPTIONS =
            Map.of("proto_version", "1", "publication_names", Backlog.PUBLICATION);

    private static final long STATUS = Duration.ofSeconds(10).toNanos();

    private DrainProcess() {}

    /** Takes who it is, where to connect, the slot, and how many changes there are. */
    public static void main(String[] arguments) throws SQLException {
        String url = arguments[1];
        String slot = arguments[2];
        long changes = Long.parseLong(arguments[3]);
        switch (DrainContestant.valueOf(arguments[0])) {
            case PGJDBC -> pgjdbc(Route.jdbcUrl(url), slot, changes);
            case RAW -> raw(url, slot, changes, true);
            case UNPACED -> raw(url, slot, changes, false);
            case PG_RECVLOGICAL -> throw new IllegalArgumentException("it is no Java program");
        }
    }

    private static void raw(String url, String slot, long changes, boolean gulping) {
        try (WalSender walSender = WalSender.open(ConnectionOptions.parse(url, Map.of()), System::nanoTime)) {
            // As a feed does, which looks at the server before it streams: it is how the round trip gets known.
            for (String setting : List.of("server_version", "wal_level", "wal_sender_timeout")) {
                walSender.query("SHOW " + setting);
            }
            walSender.startLogical(slot, Lsn.ZERO, OPTIONS, Integer.MAX_VALUE);
            if (!gulping) {
                Unpaced.read(walSender.connection());
            }
            long reported = System.nanoTime();
            long seen = 0;
            while (seen < changes) {
                if (walSender.next() instanceof ReplicationMessage.XLogData data
                        && isChange(data.payload().int8())) {
                    seen++;
                } else if (System.nanoTime() - reported > STATUS) {
                    reported = System.nanoTime();
                    walSender.sendStatus(new Lsn(0), Instant.now(), false);
                }
            }
        }
    }

    private static void pgjdbc(String url, String slot, long changes) throws SQLException {
        Properties properties = new Properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        Connection connection = DriverManager.getConnection(url, properties);
        Properties options = new Properties();
        options.putAll(OPTIONS);
        PGReplicationStream stream = connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOptions(options)
                .start();
        long seen = 0;
        while (seen < changes) {
            ByteBuffer message = Objects.requireNonNull(stream.read());
            if (isChange(message.get(message.position()))) {
                seen++;
            }
        }
        connection.abort(Runnable::run);
    }

    private static boolean isChange(int type) {
        return type == 'I' || type == 'U' || type == 'D';
    }
}
