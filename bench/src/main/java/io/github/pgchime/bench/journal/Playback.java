package io.github.pgchime.bench.journal;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.RowCount;
import io.github.pgchime.bench.Table;
import io.github.pgchime.journal.ConsumerBuilder;
import io.github.pgchime.journal.Journal;
import io.github.pgchime.journal.JournalConsumer;
import io.github.pgchime.journal.Start;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A backlog, handled by consumers that start at its beginning, until the last entry is acknowledged. The peer reads the same
 * table by a cursor, and stores nothing. They take turns, the second time in reverse.
 */
@SuppressWarnings("try") // a consumer runs as long as the block
final class Playback {

    private static final int PER_TRANSACTION = 1_000;
    private static final int BATCH = 500;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Who reads. */
    private enum Kind {
        CURSOR("a cursor of pgjdbc's, nothing stored"),
        HANDLER("handler"),
        PARALLEL("handler, parallelism 8"),
        BATCHES("batches of 500"),
        TRANSACTIONAL("transactional handler, parallelism 8, a tenth of the entries"),
        TRANSACTIONAL_BATCHES("transactional batches of 500");

        private final String title;

        String channel() {
            return this == TRANSACTIONAL ? "tenth" : "orders";
        }

        long entries(long all) {
            return this == TRANSACTIONAL ? all / 10 : all;
        }

        Kind(String title) {
            this.title = title;
        }
    }

    private final BenchServer server;
    private final int entries;

    Playback(BenchServer server, int entries) {
        this.server = server;
        this.entries = entries;
    }

    void run() throws InterruptedException {
        try (HikariDataSource source = Pool.of(server.url())) {
            Journal journal = Journal.on(source);
            journal.install();
            publish("orders", entries);
            publish("tenth", entries / 10);
            server.execute("VACUUM ANALYZE pgchime.entry", "CHECKPOINT");
            Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                seconds.put(kind, measure(journal, kind));
            }
            for (Kind kind : Arrays.asList(Kind.values()).reversed()) {
                seconds.merge(kind, measure(journal, kind), Double::sum);
            }
            journal.uninstall();
            Table table = new Table(
                    String.format(Locale.ROOT, "Playback of %,d entries", entries),
                    "reader",
                    "rate ÷ cursor's",
                    "entries/s");
            double cursor = 2L * entries / Objects.requireNonNull(seconds.get(Kind.CURSOR));
            seconds.forEach((kind, of) -> {
                double rate = 2L * kind.entries(entries) / of;
                table.row(kind.title, rate / cursor, Math.round(rate));
            });
        }
    }

    private void publish(String channel, int count) {
        server.onConnection(connection -> {
            try (PreparedStatement publish = connection.prepareStatement("SELECT count(pgchime.notify('" + channel
                    + "', jsonb_build_object('id', n, 'customer', n % 1000, 'state', 'new'),"
                    + " 'customer-' || n % 1000)) FROM generate_series(?, ?) AS n")) {
                for (int first = 1; first <= count; first += PER_TRANSACTION) {
                    publish.setInt(1, first);
                    publish.setInt(2, Math.min(count, first + PER_TRANSACTION - 1));
                    publish.execute();
                }
            }
            return count;
        });
    }

    private double measure(Journal journal, Kind kind) throws InterruptedException {
        RowCount count = new RowCount();
        ConsumerBuilder consumer =
                journal.consumer("playback-" + kind).channels(kind.channel()).from(Start.earliest());
        long began = System.nanoTime();
        switch (kind) {
            case CURSOR -> server.onConnection(connection -> read(connection, count));
            case HANDLER -> consumer.handler(entry -> count.accept(1));
            case PARALLEL -> consumer.handler(entry -> count.accept(1)).parallelism(8);
            case BATCHES -> consumer.batchHandler(BATCH, batch -> count.accept(batch.size()));
            case TRANSACTIONAL ->
                consumer.handler((entry, connection) -> count.accept(1)).parallelism(8);
            case TRANSACTIONAL_BATCHES ->
                consumer.batchHandler(BATCH, (batch, connection) -> count.accept(batch.size()));
        }
        if (kind != Kind.CURSOR) {
            // Its end acknowledges what is left.
            try (JournalConsumer running = consumer.start()) {
                count.await(kind.entries(entries), LIMIT);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        server.execute("DELETE FROM pgchime.consumer", "DELETE FROM pgchime.handled", "VACUUM pgchime.handled");
        return seconds;
    }

    private static long read(Connection connection, RowCount count) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT id, channel, key, payload::text, headers::text, created_at FROM pgchime.entry WHERE channel = 'orders' ORDER BY id")) {
            query.setFetchSize(PER_TRANSACTION);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                    rows.getString(4);
                    rows.getString(6);
                    count.accept(1);
                }
            }
        }
        return count.rows();
    }
}
