package io.github.pgchime.notify;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What is counted on the way of notifications. Thread-safe. */
final class Tally {

    final LongAdder received = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder reconnects = new LongAdder();

    NotifierStatistics statistics(long buffered, int subscriptions, Optional<Instant> connectedSince) {
        return new NotifierStatistics(
                received.sum(),
                delivered.sum(),
                dropped.sum(),
                errors.sum(),
                reconnects.sum(),
                buffered,
                subscriptions,
                connectedSince);
    }
}
