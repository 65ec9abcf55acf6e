package io.github.pgchime.journal;

import io.github.pgchime.journal.PartitionPlan.Verdict;
import io.github.pgchime.journal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drops what has outlived its time, one partition a transaction. All ages are the database's. */
final class Cleanup {

    private static final int TRIMMED_AT_ONCE = 10_000;

    private static final String PLAN =
            "SELECT * FROM pgchime.cleanup_plan(clock_timestamp() - CAST(? AS interval), CAST(? AS bigint))";
    private static final String DROP = "SELECT pgchime.drop_range(?, clock_timestamp() - CAST(? AS interval))";
    private static final String CUT = "SELECT pgchime.cut_off(?, ?)";
    private static final String TRIM = "SELECT pgchime.trim_rest(clock_timestamp() - CAST(? AS interval), ?)";

    private final Database database;
    private final Retention retention;

    Cleanup(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    CleanupPlan plan() {
        return new CleanupPlan(plan(retention.age(), retention.bytes()), 0);
    }

    CleanupPlan run() {
        housekeep();
        List<PartitionPlan> done = new ArrayList<>();
        List<String> expired = expired();
        for (PartitionPlan each : plan(retention.age(), retention.bytes())) {
            done.add(each.with(dealtWith(each, expired)));
        }
        return new CleanupPlan(done, trimmed());
    }

    /** A journal without a consumer has nobody else for this. */
    private void housekeep() {
        database.transaction("making partitions ahead", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("SELECT pgchime.housekeep()");
            }
        });
    }

    /** What is so old that whoever holds it back is cut off. */
    private List<String> expired() {
        return retention.cutOff().isEmpty()
                ? List.of()
                : plan(retention.cutOff(), Optional.empty()).stream()
                        .filter(each -> each.verdict() == Verdict.HELD)
                        .map(PartitionPlan::name)
                        .toList();
    }

    private Verdict dealtWith(PartitionPlan partition, List<String> expired) {
        return switch (partition.verdict()) {
            case GO -> dropped(partition);
            case HELD -> {
                if (!expired.contains(partition.name())) {
                    yield Verdict.HELD;
                }
                partition.heldBy().forEach(consumer -> cutOff(consumer, partition.to()));
                Verdict verdict = dropped(partition);
                yield verdict == Verdict.DROPPED ? Verdict.CUT_OFF : verdict;
            }
            default -> partition.verdict();
        };
    }

    /** By age if there is a limit of age and it was not the size that had it go. */
    private Verdict dropped(PartitionPlan partition) {
        Optional<Duration> age = retention.bytes().isPresent() ? Optional.empty() : retention.age();
        return database.transaction("dropping partition " + partition.name(), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DROP)) {
                statement.setString(1, partition.name());
                setAge(statement, 2, age);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return Verdict.valueOf(row.getString(1));
                }
            }
        });
    }

    private void cutOff(String consumer, long below) {
        database.transaction("cutting consumer " + consumer + " off", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(CUT)) {
                statement.setString(1, consumer);
                statement.setLong(2, below);
                return statement.execute();
            }
        });
    }

    private long trimmed() {
        if (retention.age().isEmpty()) {
            return 0;
        }
        long all = 0;
        int last = TRIMMED_AT_ONCE;
        while (last == TRIMMED_AT_ONCE) {
            last = database.transaction("deleting old entries", connection -> {
                try (PreparedStatement statement = connection.prepareStatement(TRIM)) {
                    setAge(statement, 1, retention.age());
                    statement.setInt(2, TRIMMED_AT_ONCE);
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return row.getInt(1);
                    }
                }
            });
            all += last;
        }
        return all;
    }

    private List<PartitionPlan> plan(Optional<Duration> age, Optional<Long> bytes) {
        return database.transaction("planning a cleanup", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PLAN)) {
                setAge(statement, 1, age);
                statement.setObject(2, bytes.orElse(null), Types.BIGINT);
                try (ResultSet rows = statement.executeQuery()) {
                    List<PartitionPlan> plan = new ArrayList<>();
                    while (rows.next()) {
                        plan.add(read(rows));
                    }
                    return plan;
                }
            }
        });
    }

    /** In ISO 8601, which PostgreSQL reads as Java writes it. */
    private static void setAge(PreparedStatement statement, int index, Optional<Duration> age) throws SQLException {
        statement.setObject(index, age.map(Duration::toString).orElse(null), Types.VARCHAR);
    }

    private static PartitionPlan read(ResultSet row) throws SQLException {
        return new PartitionPlan(
                row.getString("name"),
                row.getLong("from_id"),
                row.getLong("to_id"),
                row.getLong("bytes"),
                Optional.ofNullable(row.getObject("newest", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Verdict.valueOf(row.getString("verdict")),
                List.of((String[]) row.getArray("held_by").getArray()));
    }
}
