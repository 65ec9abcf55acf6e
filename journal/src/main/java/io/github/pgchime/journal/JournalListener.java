package io.github.pgchime.journal;

import io.github.pgchime.PgChimeException;

/** Hears what becomes of consumers and entries, for logs and metrics. Called on their threads: it should be quick. */
public interface JournalListener {

    /** Hears nothing. */
    JournalListener NONE = new JournalListener() {};

    /** This instance leads its group from now on. */
    default void onLeading(String consumer, long epoch) {}

    /** This instance no longer leads its group. */
    default void onStandby(String consumer) {}

    /** A handler threw; another attempt follows. */
    default void onRetry(String consumer, Entry entry, Throwable cause) {}

    /** A handler threw, and no other attempt follows. */
    default void onDead(String consumer, Entry entry, Throwable cause) {}

    /** The database could not be used; another attempt follows. */
    default void onDisconnected(String consumer, PgChimeException cause) {}
}
