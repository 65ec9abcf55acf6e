package io.github.pgchime.bench.journal;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pgchime.bench.BenchServer;
import io.github.pgchime.bench.Table;
import io.github.pgchime.journal.Journal;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** One statement that changes many rows, of a table that nobody watches, one that a journal does, and one with a row trigger. */
final class StatementCost {

    private static final int ROUNDS = 3;

    /** What the table has. */
    private enum Kind {
        NOTHING("no trigger"),
        ROW("a row trigger that fills a table with a primary key"),
        PUBLISHING("a row trigger that calls pgchime.notify with the same payload"),
        WATCHED("watched by a journal");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private final BenchServer server;

    StatementCost(BenchServer server) {
        this.server = server;
    }

    void run() {
        Map<Kind, double[]> seconds = new EnumMap<>(Kind.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Kind kind : Kind.values()) {
                seconds.computeIfAbsent(kind, none -> new double[ROUNDS])[round] = measure(kind);
            }
        }
        Table table = new Table(
                "UPDATE of 200,000 rows in one statement", "table", "time ÷ the first row trigger's", "seconds");
        double row = median(Objects.requireNonNull(seconds.get(Kind.ROW)));
        seconds.forEach((kind, of) -> table.row(kind.title, median(of) / row, median(of)));
    }

    private static double median(double[] of) {
        return Arrays.stream(of).sorted().toArray()[of.length / 2];
    }

    private double measure(Kind kind) {
        try (HikariDataSource source = Pool.of(server.url())) {
            Journal journal = Journal.on(source);
            journal.install();
            switch (kind) {
                case NOTHING -> {}
                case PUBLISHING ->
                    server.execute(
                            "CREATE TRIGGER by_row AFTER UPDATE ON product FOR EACH ROW EXECUTE FUNCTION publish_row()");
                case ROW ->
                    server.execute(
                            "CREATE TRIGGER by_row AFTER UPDATE ON product FOR EACH ROW EXECUTE FUNCTION record_row()");
                case WATCHED ->
                    journal.watch("public.product").channel("product").install();
            }
            double seconds = update();
            server.execute("DROP TRIGGER IF EXISTS by_row ON product", "TRUNCATE notification");
            journal.uninstall();
            server.execute("VACUUM FULL product", "CHECKPOINT");
            return seconds;
        }
    }

    private double update() {
        return server.onConnection(connection -> {
            try (Statement statement = connection.createStatement()) {
                long began = System.nanoTime();
                statement.executeUpdate("UPDATE product SET price = price + 1");
                return (System.nanoTime() - began) / 1e9;
            }
        });
    }
}
