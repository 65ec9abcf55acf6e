package io.github.pgchime.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.pgchime.testkit.OldestAndNewest;
import io.github.pgchime.testkit.PostgresServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/** Status, housekeeping, and what happens to a journal that is somewhere else. */
@OldestAndNewest
final class PlaceIT {

    private final TestJournal test;

    PlaceIT(PostgresServer server) {
        this.test = TestJournal.shared(server, "NULL");
    }

    @AfterParameterizedClassInvocation
    static void drop() {
        TestJournal.closeShared();
    }

    @Test
    void status_ofANewJournal_isEmpty() {
        JournalStatus status = test.journal.status();
        assertThat(status.version()).isEqualTo(2);
        assertThat(status.atHome()).isTrue();
        assertThat(status.partitions()).isEqualTo(3);
        assertThat(status.lastId()).isZero();
        assertThat(status.oldest()).isEmpty();
        assertThat(status.consumers()).isEmpty();
        assertThat(status.bytes()).isGreaterThan(status.restBytes());
    }

    @Test
    void status_withConsumers_saysHowEachIsDoing() {
        test.database.execute(
                "INSERT INTO pgchime.consumer (name, channels, tick, wake_up, paused) VALUES ('b', '{orders}', 0, 'nudge', true)",
                "SELECT pgchime.notify('orders', '1') FROM generate_series(1, 3)",
                "SELECT pgchime.notify('invoices', '1')",
                "UPDATE pgchime.entry SET created_at = now() - interval '1 minute' WHERE id = 2",
                "INSERT INTO pgchime.consumer (name, channels, tick, leader, lease_until, active_at)"
                        + " SELECT 'a', '{orders,invoices}', (pgchime.take_tick()).id, 'me', now() + interval '1 hour', now()",
                "INSERT INTO pgchime.retry (consumer, entry, sequence) VALUES ('a', 1, 'corders')",
                "UPDATE pgchime.consumer SET gap = '{\"reason\": \"EXPIRED\"}' WHERE name = 'b'");
        JournalStatus status = test.journal.status();
        assertThat(status.lastId()).isEqualTo(4);
        assertThat(status.oldest()).isPresent();
        ConsumerStatus a = status.consumers().getFirst();
        ConsumerStatus b = status.consumers().getLast();
        assertThat(status.consumers()).extracting(ConsumerStatus::name).containsExactly("a", "b");
        assertThat(a.lag()).isZero();
        assertThat(a.behind()).isZero();
        assertThat(a.retries()).isEqualTo(1);
        assertThat(a.leader()).hasValue("me");
        assertThat(a.leaseUntil()).isPresent();
        assertThat(a.activeAt()).isPresent();
        assertThat(a.channels()).containsExactly("orders", "invoices");
        assertThat(b.lag()).isEqualTo(3);
        assertThat(b.behind()).isBetween(Duration.ofSeconds(59), Duration.ofMinutes(2));
        assertThat(b.paused()).isTrue();
        assertThat(b.wakeUp()).hasValue("nudge");
        assertThat(b.leader()).isEmpty();
        assertThat(b.gap()).hasValue(new Json("{\"reason\": \"EXPIRED\"}"));
    }

    @Test
    void pending_entriesOfTransactionsAroundTheTick_areThoseNotSeenByIt() throws Exception {
        try (var early = test.database.connect();
                var statement = early.createStatement()) {
            early.setAutoCommit(false);
            statement.execute("SELECT pgchime.notify('orders', '\"early\"')");
            test.journal.publish("orders", Json.of("\"done\""));
            test.database.execute(
                    "INSERT INTO pgchime.consumer (name, channels, tick) SELECT 'a', '{orders}', (pgchime.take_tick()).id");
            test.journal.publish("orders", Json.of("\"late\""));
            early.commit();
        }
        assertThat(
                        test.database.query(
                                "SELECT e.payload #>> '{}' FROM pgchime.pending p JOIN pgchime.entry e USING (id) ORDER BY p.id"))
                .extracting(List::getFirst)
                .containsExactly("early", "late");
    }

    @Test
    void restamp_onTheSameServer_onlyWritesTheStamp() {
        test.journal.publish("orders", Json.of("1"));
        test.database.execute(
                "INSERT INTO pgchime.consumer (name, channels, tick) VALUES ('a', '{orders}', 0)",
                "UPDATE pgchime.meta SET timeline = 99");
        assertThat(test.journal.status().atHome()).isFalse();
        assertThat(test.journal.restamp()).isZero();
        assertThat(test.journal.status().atHome()).isTrue();
        assertThat(test.database.query(
                        "SELECT tick, epoch, (SELECT count(*) FROM pgchime.retry) FROM pgchime.consumer"))
                .containsExactly(List.of("0", "1", "0"));
    }

    /** A file copy under another identity, as pg_upgrade leaves it: transactions' ids are what they were. */
    @Test
    void restamp_afterAnUpgradeOfTheServer_onlyWritesTheStamp() {
        test.journal.publish("orders", Json.of("1"));
        test.database.execute(
                "INSERT INTO pgchime.consumer (name, channels, tick) SELECT 'a', '{orders}', (pgchime.take_tick()).id",
                "UPDATE pgchime.meta SET system_identifier = 7");
        assertThat(test.journal.restamp()).isZero();
        assertThat(test.journal.status().consumers().getFirst().lag()).isZero();
    }

    /** What a dump restores: rows as they were, written by other transactions than they name, on another server. */
    @Test
    void restamp_afterADumpWasRestoredElsewhere_replaysWhatWasNotDoneWith() {
        test.database.execute(
                "SELECT pgchime.notify('orders', to_jsonb(i), CASE WHEN i > 2 THEN 'k' END) FROM generate_series(1, 4) i",
                "INSERT INTO pgchime.consumer (name, channels, tick) VALUES ('fresh', '{orders}', 0)",
                "INSERT INTO pgchime.consumer (name, channels, tick) SELECT 'done', '{orders}', (pgchime.take_tick()).id",
                "INSERT INTO pgchime.consumer (name, channels, tick, batch, entry) SELECT 'amid', '{orders}', 0, max(id), 1"
                        + " FROM pgchime.tick",
                "INSERT INTO pgchime.handled VALUES ('amid', 3)",
                "SELECT pgchime.notify('orders', '5', 'k')",
                // The dump's ids are far above those of the server that it is restored on.
                "UPDATE pgchime.entry SET xid = (xid::text::bigint + 1000000)::text::xid8",
                "UPDATE pgchime.tick SET snapshot = (SELECT (min(xid::text::bigint) + 1) || ':' || (min(xid::text::bigint) + 1) || ':'"
                        + " FROM pgchime.entry)::pg_snapshot WHERE id > 0",
                "UPDATE pgchime.origin SET xid = '999999'",
                "UPDATE pgchime.meta SET system_identifier = 7",
                // What was written since by this server looks older than the positions.
                "SELECT pgchime.notify('orders', '6', 'k')");
        assertThat(test.journal.restamp()).isEqualTo(2 + 4);
        assertThat(
                        test.database.query(
                                "SELECT consumer, entry, sequence, replay, next_at IS NOT NULL FROM pgchime.retry ORDER BY 1, 2"))
                .containsExactly(
                        List.of("amid", "2", "corders", "t", "t"),
                        List.of("amid", "4", "kk", "t", "t"),
                        List.of("amid", "5", "kk", "t", "f"),
                        List.of("amid", "6", "kk", "t", "f"),
                        List.of("done", "5", "kk", "t", "t"),
                        List.of("done", "6", "kk", "t", "f"));
        assertThat(test.journal.status().consumers())
                .extracting(ConsumerStatus::name, ConsumerStatus::lag)
                .containsExactly(tuple("amid", 0L), tuple("done", 0L), tuple("fresh", 6L));
        test.journal.publish("orders", Json.of("7"));
        assertThat(test.journal.status().consumers())
                .extracting(ConsumerStatus::lag)
                .containsExactly(1L, 1L, 7L);
        assertThat(test.journal.restamp()).isZero();
    }

    @Test
    void housekeep_oldTicks_goUnlessAPositionOrAMinuteNeedsThem() {
        test.journal.publish("orders", Json.of("1"));
        test.database.execute(
                "UPDATE pgchime.entry SET created_at = now() - interval '1 day'",
                "SELECT count(t) FROM (SELECT (pgchime.take_tick()).id AS t FROM generate_series(1, 20)) x",
                "UPDATE pgchime.tick SET created_at = date_trunc('minute', now()) - interval '1 hour' + id * interval '10 s'"
                        + " WHERE id BETWEEN 1 AND 15",
                "INSERT INTO pgchime.consumer (name, channels, tick, batch) VALUES ('a', '{orders}', 3, 4)");
        test.database.execute("SELECT pgchime.housekeep()");
        assertThat(test.database.query("SELECT id FROM pgchime.tick WHERE id BETWEEN 0 AND 15 ORDER BY id"))
                .extracting(List::getFirst)
                .containsExactly("0", "1", "3", "4", "6", "12");
        assertThat(test.database.queryOne("SELECT count(*) FROM pgchime.tick WHERE id > 15"))
                .isEqualTo("5");
        test.database.execute("UPDATE pgchime.entry SET created_at = now()", "SELECT pgchime.housekeep()");
        assertThat(test.database.query("SELECT id FROM pgchime.tick WHERE id BETWEEN 0 AND 15 ORDER BY id"))
                .extracting(List::getFirst)
                .containsExactly("0", "3", "4");
    }

    @Test
    void extend_partitionsFollowTheRate() {
        assertThat(size()).isEqualTo("1000000");
        publishOver(1_000, "1 day");
        assertThat(size()).isEqualTo("100000");
        publishOver(5_000, "2 hours");
        assertThat(size()).isEqualTo("100000");
        publishOver(5_000, "2 minutes");
        assertThat(size()).isBetween("3500000", "4400000");
        test.journal.install(InstallOptions.defaults().withPartitionSize(5_000));
        assertThat(size()).isEqualTo("5000");
    }

    /** As if the only entries had been written from so long ago to now. */
    private void publishOver(int count, String time) {
        test.database.execute(
                "DELETE FROM pgchime.entry",
                "SELECT pgchime.notify('orders', '1') FROM generate_series(1, " + count + ")",
                "UPDATE pgchime.entry SET created_at = now() - interval '" + time
                        + "' WHERE id = (SELECT min(id) FROM pgchime.entry)");
    }

    private String size() {
        return test.database.queryOne("SELECT pgchime.next_size((SELECT last_value FROM pgchime.entry_id_seq))");
    }
}
