package io.github.pgchime.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a journal is doing.
 *
 * @param version the schema's
 * @param wakeByNotify whether inserts wake consumers by NOTIFY
 * @param atHome whether it is in the place that it belongs to; if not, see {@link Journal#restamp}
 * @param bytes the entries' size, with their indexes
 * @param partitions how many there are, those ahead included
 * @param restBytes the size of what has no partition, part of {@code bytes}
 * @param lastId the last id that was handed out; 0 if none was
 * @param oldest when the oldest entry was written; empty if there is none
 * @param consumers by name
 */
public record JournalStatus(
        int version,
        boolean wakeByNotify,
        boolean atHome,
        long bytes,
        int partitions,
        long restBytes,
        long lastId,
        Optional<Instant> oldest,
        List<ConsumerStatus> consumers) {

    public JournalStatus {
        consumers = List.copyOf(consumers);
    }
}
