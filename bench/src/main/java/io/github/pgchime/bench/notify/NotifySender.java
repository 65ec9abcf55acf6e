package io.github.pgchime.bench.notify;

import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Pace;
import java.sql.PreparedStatement;
import java.time.Duration;

/** Sends notifications of about 100 bytes on one channel. */
final class NotifySender {

    static final String CHANNEL = "bench";

    private static final String FILLING = "x".repeat(90);

    private final BenchServer server;

    NotifySender(BenchServer server) {
        this.server = server;
    }

    /** Sends at this interval, a transaction each; when each commit had returned, by {@link System#nanoTime}. */
    long[] sendPaced(int commits, Duration interval) {
        return server.onConnection(connection -> {
            long[] returned = new long[commits];
            try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
                long due = System.nanoTime();
                for (int i = 0; i < commits; i++) {
                    Pace.until(due);
                    notify.setString(1, i + " " + FILLING);
                    notify.execute();
                    returned[i] = System.nanoTime();
                    due += interval.toNanos();
                }
            }
            return returned;
        });
    }

    /** Sends as fast as one backend can by itself. */
    void send(long notifications, int perTransaction) {
        server.execute("CALL send(" + notifications + ", " + perTransaction + ")");
    }
}
