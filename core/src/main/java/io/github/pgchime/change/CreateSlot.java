package io.github.pgchime.change;

/** What to do where the slot does not exist. */
public enum CreateSlot {
    /** Nothing: it is an error, which shows the statement to run. */
    NEVER,
    /** Create it, when the stream is opened. It stays until it is dropped. */
    IF_MISSING,
    /** Create one that ends with the connection, and the stream with it. */
    TEMPORARY
}
