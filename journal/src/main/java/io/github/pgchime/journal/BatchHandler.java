package io.github.pgchime.journal;

import java.util.List;

/** What is done with entries together, at least once each. */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Handles them. Returning acknowledges all of them. If it throws, each of them is handled again, alone: only what throws then
     * has failed.
     *
     * @param entries in the order of their ids, those of a key in their order; unmodifiable
     */
    void handle(List<Entry> entries) throws Exception;
}
