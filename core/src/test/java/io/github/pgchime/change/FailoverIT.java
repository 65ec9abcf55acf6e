package io.github.pgchime.change;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.pgchime.SlotLostException;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A standby takes over, with the slot or without it, with all that was acknowledged or without it. */
@EveryMajor
@Timeout(120)
final class FailoverIT {

    private final int major;

    FailoverIT(PostgresServer shared) {
        major = shared.major();
    }

    @Test
    void slotThatIsCarriedOver_losesNothing() {
        assumeThat(StandbyPair.carriesSlots(major)).isTrue();
        try (StandbyPair pair = new StandbyPair(major);
                ChangeStream stream = pair.stream().failover(true).open()) {
            Iterator<Transaction> transactions = stream.iterator();
            awaitCarriedOver(pair, stream);
            pair.shop().insert(1, 5);
            for (int id = 1; id <= 5; id++) {
                Transaction transaction = transactions.next();
                assertThat(Shop.ids(transaction)).containsExactly(id);
                if (id <= 3) {
                    stream.acknowledge(transaction);
                }
            }
            pair.failOver();
            for (int id = 4; id <= 5; id++) {
                Transaction transaction = transactions.next();
                assertThat(Shop.ids(transaction)).containsExactly(id);
                assertThat(transaction.redelivered()).isTrue();
                stream.acknowledge(transaction);
            }
            assertThat(pair.onStandby("INSERT INTO items VALUES (6) RETURNING id"))
                    .isEqualTo("6");
            Transaction transaction = transactions.next();
            assertThat(Shop.ids(transaction)).containsExactly(6);
            assertThat(transaction.redelivered()).isFalse();
        }
    }

    /** A slot has to move before a standby has all that it needs. */
    private static void awaitCarriedOver(StandbyPair pair, ChangeStream stream) {
        AtomicInteger ids = new AtomicInteger();
        eventually().until(() -> {
            pair.shop().insert(ids.decrementAndGet());
            stream.acknowledge(stream.iterator().next());
            pair.shop().database().execute("SELECT pg_log_standby_snapshot()");
            return pair.onStandby("SELECT synced AND NOT temporary FROM pg_replication_slots WHERE slot_name = '"
                            + pair.shop().slot() + "'")
                    .equals("t");
        });
    }

    @Test
    void slotThatIsNotCarriedOver_isLost() {
        assumeOnePair();
        try (StandbyPair pair = new StandbyPair(major);
                ChangeStream stream = pair.stream().open()) {
            pair.shop().insert(1);
            stream.acknowledge(stream.iterator().next());
            pair.awaitReplay();
            pair.failOver();
            assertThatExceptionOfType(SlotLostException.class)
                    .isThrownBy(() -> stream.iterator().next())
                    .withMessageContaining("does not exist any more")
                    .withMessageContaining("committed behind");
        }
    }

    /** It never happened there, though it was handled here. */
    @Test
    void standbyWithoutWhatWasAcknowledged_isNotFollowed() {
        assumeOnePair();
        try (StandbyPair pair = new StandbyPair(major);
                ChangeStream stream = pair.stream().open()) {
            pair.awaitReplay();
            pair.standby().stop();
            pair.shop().insert(1, 100);
            Iterator<Transaction> transactions = stream.iterator();
            for (int id = 1; id <= 100; id++) {
                stream.acknowledge(transactions.next());
            }
            pair.disconnect();
            pair.primary().stop();
            pair.standby().restart();
            pair.promote();
            assertThatExceptionOfType(SlotLostException.class)
                    .isThrownBy(transactions::next)
                    .withMessageContaining("never happened there");
        }
    }

    /** Two servers take their time, and these fail over alike: where majors are a sample, one of them does. */
    private void assumeOnePair() {
        assumeThat(major).isIn(Majors.oldestAndNewest());
        assumeThat(Majors.isSample() && StandbyPair.carriesSlots(major)).isFalse();
    }
}
