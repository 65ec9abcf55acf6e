package io.github.pgchime.bench.change;

/** Reads the changes of a slot, on the thread that asks for them. */
interface SlotReader extends AutoCloseable {

    /** Waits for the next transaction, reads it, and says how many changes it has; it may be none. */
    long next();

    /** Ends it, from any thread. */
    @Override
    void close();

    /** Reads on until it has seen so many changes. */
    default void read(long changes) {
        for (long seen = 0; seen < changes; ) {
            seen += next();
        }
    }
}
