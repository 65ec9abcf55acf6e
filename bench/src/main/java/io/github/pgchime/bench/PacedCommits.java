package io.github.pgchime.bench;

import java.sql.PreparedStatement;
import java.time.Duration;

/** Commits one statement again and again, over one connection. */
public final class PacedCommits implements Latency.Paced {

    private final BenchServer server;
    private final String sql;

    public PacedCommits(BenchServer server, String sql) {
        this.server = server;
        this.sql = sql;
    }

    @Override
    public long[] commit(int commits, Duration interval) {
        return server.onConnection(connection -> {
            long[] returned = new long[commits];
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                long due = System.nanoTime();
                for (int i = 0; i < commits; i++) {
                    Pace.until(due);
                    statement.executeUpdate();
                    returned[i] = System.nanoTime();
                    due += interval.toNanos();
                }
            }
            return returned;
        });
    }
}
