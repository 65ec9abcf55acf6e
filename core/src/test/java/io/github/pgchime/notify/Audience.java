package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;
import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A notifier with fifty subscriptions, each of which keeps its ledger of what drips. */
final class Audience implements AutoCloseable {

    static final List<String> CHANNELS = List.of("a", "b", "c", "d", "e");
    static final int SIZE = 50;

    private final Outages outages = new Outages();
    private final List<Ledger> ledgers = new ArrayList<>();
    private final Drip drip;
    private final Notifier notifier;

    /** Returns when all have been told a number. */
    Audience(NotifierBuilder builder, Drip drip) throws InterruptedException {
        this.drip = drip;
        this.notifier = builder.listener(outages).buffer(100_000).build();
        for (int i = 0; i < SIZE; i++) {
            Ledger ledger = new Ledger(drip::begun);
            ledgers.add(ledger);
            notifier.subscribe(CHANNELS.get(i % CHANNELS.size()), ledger);
        }
        awaitFresh();
    }

    Notifier notifier() {
        return notifier;
    }

    Outages outages() {
        return outages;
    }

    /** Waits until all have been told a number whose sending begins from now on. */
    void awaitFresh() throws InterruptedException {
        int fresh = drip.begun() + 1;
        for (Ledger ledger : ledgers) {
            assertThat(ledger.awaitNumber(fresh, DEADLINE))
                    .as("%s for %s", fresh, ledger)
                    .isTrue();
        }
    }

    /** After so many outages all have been told exactly as many gaps, and what was sent after the last. */
    void assertOneGapForEach(int outage) throws InterruptedException {
        assertGapsForEach(outage, outage);
        assertThat(outages.count()).isEqualTo(outage);
        assertThat(notifier.statistics().reconnects()).isEqualTo(outage);
    }

    /** As {@link #assertOneGapForEach}, where sessions may have been lost before their gap was handled. */
    void assertGapsForEach(int least, int most) throws InterruptedException {
        eventually().until(() -> outages.count() >= least);
        awaitFresh();
        assertThat(ledgers).allSatisfy(ledger -> {
            ledger.assertSound();
            assertThat(ledger.gaps(Gap.Reason.CONNECTED)).isEqualTo(1);
            assertThat(ledger.gaps(Gap.Reason.RECONNECTED)).isBetween((long) least, (long) most);
            assertThat(ledger.gaps(Gap.Reason.OVERFLOW)).isZero();
        });
    }

    @Override
    public void close() {
        notifier.close();
    }
}
