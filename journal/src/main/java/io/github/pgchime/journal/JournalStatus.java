package io.github.pgchime.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a journal is at one moment.
 *
 * @param bytes what the entries take on disk, with their indexes
 * @param oldest when the oldest entry was written, if there is any
 * @param consumers by name
 */
public record JournalStatus(long bytes, Optional<Instant> oldest, List<ConsumerStatus> consumers) {

    public JournalStatus {
        consumers = List.copyOf(consumers);
    }

    /**
     * How a consumer is.
     *
     * @param lagEntries how many entries of its channels are committed that it is not done with, but for those below
     * @param lag how long ago the oldest of them was written
     * @param retries how many are to be tried again, or wait for such a one
     * @param dead how many have given up
     * @param leader which instance leads, if its lease has not run out
     * @param wakeUp what wakes it, as far as an instance of it was ever started
     */
    public record ConsumerStatus(
            String name,
            List<String> channels,
            long lagEntries,
            Duration lag,
            long retries,
            long dead,
            Optional<String> leader,
            Optional<String> wakeUp,
            boolean paused) {

        public ConsumerStatus {
            channels = List.copyOf(channels);
        }
    }
}
