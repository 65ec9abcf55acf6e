package io.github.pgchime.nudge;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.nudge.Tables.A;
import static io.github.pgchime.nudge.Tables.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import io.github.pgchime.lifecycle.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When the announcer asks, without a thread of its own. */
final class AgendaTest {

    private final FakeTime time = new FakeTime();
    private final Agenda agenda = new Agenda(
            NudgeFeed.builder("postgresql://ada@127.0.0.1/shop")
                    .debounce(Duration.ZERO)
                    .options(),
            time);
    private final Announcer.Link link = new Idle();

    @Test
    void zeroDebounce_aFewTransactions_areAskedForAtOnce() throws Exception {
        agenda.connected(link, Set.of());
        commit(3);
        finish(agenda.awaitRound(), 3);
        commit(1);
        finish(agenda.awaitRound(), 1);
    }

    @Test
    void zeroDebounce_transactionsThatFlow_gatherForAMillisecond() throws Exception {
        agenda.connected(link, Set.of());
        commit(8);
        finish(agenda.awaitRound(), 8);
        commit(1);
        CompletableFuture<Agenda.Round> next = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                next.complete(agenda.awaitRound());
            } catch (InterruptedException e) {
                next.completeExceptionally(e);
            }
        });
        time.awaitWaiters(1);
        assertThat(next).isNotDone();
        commit(4);
        time.advance(Duration.ofMillis(1));
        finish(next.get(DEADLINE.toSeconds(), TimeUnit.SECONDS), 5);
    }

    private void commit(int transactions) throws InterruptedException {
        for (int i = 0; i < transactions; i++) {
            agenda.committed(link, transaction(i, A));
        }
    }

    private void finish(Agenda.Round round, int transactions) {
        assertThat(round.transactions()).hasSize(transactions);
        assertThat(round.due()).isEqualTo(transactions);
        agenda.finish(round, new Agenda.Outcome(List.of(), 0, false, transactions));
    }

    /** A connection that nobody asks anything. */
    private static final class Idle implements Announcer.Link {
        @Override
        public Visibility visibility() {
            throw new AssertionError("nobody asks here");
        }

        @Override
        public WatchList watchList() {
            return new WatchList(List.of());
        }

        @Override
        public Lsn streamed() {
            return Lsn.ZERO;
        }

        @Override
        public void askPosition() {
            throw new AssertionError("there are no suspects");
        }

        @Override
        public boolean needsVerifying() {
            return false;
        }

        @Override
        public void verify() {
            throw new AssertionError("nothing needs verifying");
        }

        @Override
        public void fail(PgChimeException cause) {
            throw cause;
        }
    }
}
