package io.github.pgchime.journal;

/** What became of an entry in hand. */
enum Outcome {
    /** It waits for its turn, or is being handled. */
    OPEN,
    /** Its handler has returned. */
    DONE,
    /** The same, and that is committed already, together with what the handler did. */
    TOLD,
    /** Its handler threw, and another attempt follows. */
    RETRY,
    /** Its handler threw, and no other attempt follows. */
    DEAD,
    /** It waits behind an entry of its sequence that is to be tried again. */
    PARKED
}
