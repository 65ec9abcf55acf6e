package io.github.pgchime.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that keeps what it was given. */
final class Received implements EntryHandler {

    static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void handle(Entry entry) {
        entries.add(entry);
    }

    List<Entry> entries() {
        return entries;
    }

    List<String> payloads() {
        return entries.stream().map(entry -> entry.payload().text()).toList();
    }

    /** Waits for so many; more may have come. */
    Received await(int count) {
        org.awaitility.Awaitility.await()
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> entries.size() >= count);
        return this;
    }
}
