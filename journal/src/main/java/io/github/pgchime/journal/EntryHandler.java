package io.github.pgchime.journal;

/** What is done with an entry, at least once: again after whatever goes wrong before it is acknowledged. */
@FunctionalInterface
public interface EntryHandler {
    /**
     * Handles it. Returning is the acknowledgement; throwing anything is a failed attempt, and throwing a
     * {@link PermanentFailure} the last one.
     */
    void handle(Entry entry) throws Exception;
}
