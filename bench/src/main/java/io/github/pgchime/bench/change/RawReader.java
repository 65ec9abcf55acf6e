package io.github.pgchime.bench.change;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.Lsn;
import io.github.pgchime.replication.ReplicationMessage;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.Unpaced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Counts what pgchime's walsender session brings, of which it looks at the type alone. */
final class RawReader implements SlotReader {

    private static final long STATUS = Duration.ofSeconds(10).toNanos();

    private final WalSender walSender;
    private long reported = System.nanoTime();

    /** @param gulping whether a backlog is read as pgchime does, or as it comes */
    RawReader(String url, String slot, boolean gulping) {
        walSender = WalSender.open(ConnectionOptions.parse(url, Map.of()), System::nanoTime);
        // As a feed does, which looks at the server before it streams: it is how the round trip gets known.
        for (String setting : List.of("server_version", "wal_level", "wal_sender_timeout")) {
            walSender.query("SHOW " + setting);
        }
        walSender.startLogical(slot, Lsn.ZERO, PgOutput.OPTIONS, Integer.MAX_VALUE);
        if (!gulping) {
            Unpaced.read(walSender.connection());
        }
    }

    @Override
    public long next() {
        long changes = 0;
        while (true) {
            if (walSender.next() instanceof ReplicationMessage.XLogData data) {
                int type = data.payload().int8();
                changes += PgOutput.isChange(type) ? 1 : 0;
                if (PgOutput.isCommit(type)) {
                    report();
                    return changes;
                }
            } else {
                report();
            }
        }
    }

    private void report() {
        if (System.nanoTime() - reported > STATUS) {
            reported = System.nanoTime();
            walSender.sendStatus(Lsn.ZERO, Instant.now(), false);
        }
    }

    @Override
    public void close() {
        walSender.abort();
    }
}
