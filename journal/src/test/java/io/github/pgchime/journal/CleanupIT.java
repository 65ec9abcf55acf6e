package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ConfigException;
import io.github.pgchime.journal.PartitionPlan.Verdict;
import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/** Partitions of 1,000 ids: 1 to 1,000 in entry_1, and so on. */
@OldestAndNewest
final class CleanupIT {

    private static final Retention WEEK = Retention.ofAge(Duration.ofDays(7));

    private final TestJournal test;

    CleanupIT(PostgresServer server) {
        this.test = TestJournal.shared(server, "1000");
    }

    @AfterParameterizedClassInvocation
    static void drop() {
        TestJournal.closeShared();
    }

    /** Entries as old as these days, on channel orders. */
    private void publish(int count, int days) {
        test.database.execute(
                "WITH made AS (SELECT pgchime.notify('orders', to_jsonb(i), 'k' || i % 10) AS id FROM generate_series(1, "
                        + count + ") i) SELECT count(id) FROM made",
                "UPDATE pgchime.entry SET created_at = created_at - interval '" + days
                        + " days' WHERE created_at > clock_timestamp() - interval '1 hour'",
                "SELECT pgchime.extend()");
    }

    /** A consumer that has done with all there is up to now. */
    private void consumer(String name) {
        test.database.execute("INSERT INTO pgchime.consumer (name, channels, tick) SELECT '" + name
                + "', '{orders}', (pgchime.take_tick()).id");
    }

    private static List<Verdict> verdicts(CleanupPlan plan) {
        return plan.partitions().stream().map(PartitionPlan::verdict).toList();
    }

    @Test
    void plan_byAge_saysWhatEachPartitionIsAndChangesNothing() {
        publish(1_000, 9);
        publish(1_500, 1);
        CleanupPlan plan = test.journal.cleanupPlan(WEEK);
        assertThat(verdicts(plan))
                .startsWith(Verdict.GO, Verdict.WITHIN_LIMITS, Verdict.IN_USE)
                .hasSize(6);
        assertThat(plan.partitions().getFirst().bytes()).isPositive();
        assertThat(plan.partitions().getFirst().newest()).isPresent();
        assertThat(plan.partitions().getLast().newest()).isEmpty();
        assertThat(test.entries("id")).hasSize(2_500);
    }

    @Test
    void cleanup_byAge_dropsWhatIsOldAndDoneWith() {
        publish(2_000, 9);
        publish(1_000, 1);
        consumer("mailer");
        CleanupPlan done = test.journal.cleanup(WEEK);
        assertThat(verdicts(done)).startsWith(Verdict.DROPPED, Verdict.DROPPED, Verdict.WITHIN_LIMITS);
        assertThat(test.database.queryOne("SELECT min(id) FROM pgchime.entry")).isEqualTo("2001");
        assertThat(test.database.queryOne("SELECT to_regclass('pgchime.entry_1')"))
                .isEqualTo("NULL");
        assertThat(verdicts(test.journal.cleanup(WEEK))).doesNotContain(Verdict.DROPPED);
    }

    @Test
    void cleanup_bySize_dropsTheOldestFirst() {
        publish(3_000, 1);
        long total = test.journal.status().bytes();
        long first = test.journal.cleanupPlan(WEEK).partitions().getFirst().bytes();
        assertThat(verdicts(test.journal.cleanup(Retention.ofBytes(total - first))))
                .startsWith(Verdict.DROPPED, Verdict.WITHIN_LIMITS);
        assertThat(verdicts(test.journal.cleanup(WEEK.withBytes(0))))
                .startsWith(Verdict.DROPPED, Verdict.DROPPED, Verdict.IN_USE);
    }

    @Test
    void consumer_thatHasNotDoneWithIt_holdsAPartitionBack() {
        consumer("early");
        publish(2_000, 9);
        consumer("late");
        CleanupPlan plan = test.journal.cleanup(WEEK);
        assertThat(plan.with(Verdict.HELD))
                .extracting(PartitionPlan::heldBy)
                .containsExactly(List.of("early"), List.of("early"));
        assertThat(test.journal.cleanupPlan(WEEK).with(Verdict.HELD)).hasSize(2);

        // Within a batch it has done with those up to its entry.
        test.database.execute(
                "UPDATE pgchime.consumer SET batch = (pgchime.take_tick()).id, entry = 1000 WHERE name = 'early'");
        assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.DROPPED, Verdict.HELD);

        test.database.execute("INSERT INTO pgchime.handled SELECT 'early', id FROM pgchime.entry WHERE id > 1000");
        assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.DROPPED);
        assertThat(test.entries("id")).isEmpty();
    }

    @Test
    void retry_holdsBackAndDeadDoesNot() {
        publish(2_000, 9);
        consumer("mailer");
        test.database.execute(
                "INSERT INTO pgchime.retry (consumer, entry, sequence) VALUES ('mailer', 7, 'kk7')",
                "INSERT INTO pgchime.dead (consumer, entry, channel, payload, headers, created_at, attempts, error)"
                        + " SELECT 'mailer', id, channel, payload, headers, created_at, 5, 'no' FROM pgchime.entry WHERE id = 1500");
        assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.HELD, Verdict.DROPPED);
        assertThat(test.database.queryOne("SELECT count(*) FROM pgchime.dead")).isEqualTo("1");
    }

    @Test
    void consumer_ofOtherChannels_holdsNothingBack() {
        test.database.execute("INSERT INTO pgchime.consumer (name, channels, tick) VALUES ('other', '{invoices}', 0)");
        publish(1_000, 9);
        assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.DROPPED);
    }

    @Test
    void cutOff_byPolicy_movesThePositionAndTellsOfTheGap() {
        consumer("away");
        publish(1_000, 40);
        publish(1_000, 9);
        publish(500, 1);
        test.database.execute(
                "INSERT INTO pgchime.retry (consumer, entry, sequence, next_at) VALUES ('away', 10, 'kk0', now())",
                "INSERT INTO pgchime.retry (consumer, entry, sequence) VALUES ('away', 1010, 'kk0')",
                "UPDATE pgchime.consumer SET leader = 'me', lease_until = now() + interval '1 hour'");
        assertThat(verdicts(test.journal.cleanup(WEEK.withCutOff(Duration.ofDays(30)))))
                .startsWith(Verdict.CUT_OFF, Verdict.HELD, Verdict.IN_USE);
        assertThat(test.database.query(
                        "SELECT gap ->> 'reason', gap ->> 'from', gap ->> 'to', gap ->> 'count', epoch, entry,"
                                + " leader IS NULL FROM pgchime.consumer"))
                .containsExactly(List.of("EXPIRED", "1", "1000", "1001", "1", "1000", "t"));
        assertThat(test.database.queryOne("SELECT entry FROM pgchime.retry WHERE next_at IS NOT NULL"))
                .isEqualTo("1010");
        assertThat(test.journal.status().consumers().getFirst().lag()).isEqualTo(1_500);

        // A gap that was not told yet grows.
        test.database.execute("SELECT pgchime.cut_off('away', 1501)");
        assertThat(test.database.queryOne("SELECT gap - 'reason' FROM pgchime.consumer"))
                .isEqualTo("{\"to\": 1500, \"from\": 1, \"count\": 1502}");
        assertThat(test.database.queryOne("SELECT pgchime.cut_off('away', 1501)"))
                .isEqualTo("0");
        assertThat(test.journal.status().consumers().getFirst().lag()).isEqualTo(1_000);
    }

    @Test
    void cutOff_ofWhatOnlyRetries_leavesThePosition() {
        publish(1_000, 9);
        consumer("mailer");
        test.database.execute("INSERT INTO pgchime.retry (consumer, entry, sequence) VALUES ('mailer', 7, 'kk7')");
        String before = test.database.queryOne("SELECT (tick, batch, entry) FROM pgchime.consumer");
        assertThat(test.database.queryOne("SELECT pgchime.cut_off('mailer', 1001)"))
                .isEqualTo("1");
        assertThat(test.database.queryOne("SELECT (tick, batch, entry) FROM pgchime.consumer"))
                .isEqualTo(before);
    }

    @Test
    void transaction_thatHasWritten_keepsItsPartitionAndHoldsNobodyUp() throws SQLException {
        publish(990, 9);
        try (Connection writer = test.database.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SELECT pgchime.notify('orders', '1') FROM generate_series(1, 5)");
            publish(1_000, 9);
            assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.BUSY);
            assertThat(test.journal.publish("orders", Json.of("1"))).isPositive();
            writer.commit();
        }
        test.database.execute("UPDATE pgchime.entry SET created_at = now() - interval '9 days' WHERE id <= 1000");
        assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.DROPPED);
    }

    @Test
    void reader_inTheMiddleOfAQuery_isLeftInPeace() throws SQLException {
        publish(1_000, 9);
        try (Connection reader = test.database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM pgchime.entry");
            assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.BUSY);
            statement.execute("SELECT count(*) FROM pgchime.entry");
        }
        assertThat(verdicts(test.journal.cleanup(WEEK))).startsWith(Verdict.DROPPED);
    }

    @Test
    void rest_takesWhatHasNoPartitionAndIsTrimmed() {
        publish(5_000, 9);
        assertThat(test.database.queryOne("SELECT count(*) FROM pgchime.entry_rest"))
                .isNotEqualTo("0");
        assertThat(test.database.queryOne("SELECT count(*) FROM pgchime.entry_range WHERE from_id > 5000"))
                .isNotEqualTo("0");
        CleanupPlan done = test.journal.cleanup(WEEK);
        assertThat(done.trimmed()).isPositive();
        assertThat(test.entries("id")).isEmpty();
        assertThat(test.database.queryOne("SELECT pgchime.notify('orders', '1')"))
                .isEqualTo("5001");
    }

    @Test
    void retention_outOfRange_isRefused() {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Retention.ofAge(Duration.ZERO));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Retention.ofBytes(-1));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Retention.ofAge(Duration.ofDays(-1)));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Retention.ofBytes(1).withCutOff(Duration.ZERO));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> WEEK.withCutOff(Duration.ofDays(1)));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new Retention(Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
