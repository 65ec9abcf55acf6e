package io.github.pgchime.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a consumer is doing.
 *
 * @param channels whose entries it gets; none means of all
 * @param lag how many entries are before it, without those that are retried; counted up to 1,000,001
 * @param behind how long the oldest of these has been waiting; zero if there is none
 * @param rate how many entries a second were handled lately, while somebody leads
 * @param retries how many entries are retried or wait for one that is
 * @param dead how many entries gave up
 * @param leader the instance that handles entries, unless its lease has run out
 * @param leaseUntil until when that is so if it does not prolong it
 * @param epoch how often the lead has changed, or the position was set
 * @param wakeUp what wakes the leader
 * @param activeAt when a leader was last heard of
 * @param gap what it is to be told to have lost, as JSON
 */
public record ConsumerStatus(
        String name,
        List<String> channels,
        boolean paused,
        long lag,
        Duration behind,
        double rate,
        long retries,
        long dead,
        Optional<String> leader,
        Optional<Instant> leaseUntil,
        long epoch,
        Optional<String> wakeUp,
        Optional<Instant> activeAt,
        Optional<Json> gap) {

    public ConsumerStatus {
        channels = List.copyOf(channels);
    }
}
