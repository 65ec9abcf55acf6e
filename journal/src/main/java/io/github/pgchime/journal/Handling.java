package io.github.pgchime.journal;

/** One kind of handler, and what its acknowledgement takes. */
@FunctionalInterface
interface Handling {
    /**
     * Handles an entry.
     *
     * @return {@link Outcome#DONE}, or {@link Outcome#TOLD} if that is committed already
     * @throws HandlerFailure if the handler threw
     * @throws LeaseLostException if it must not be acknowledged any more
     * @throws io.github.pgchime.PgChimeException if the database is out of reach
     */
    Outcome handle(InHand inHand, Entry entry) throws InterruptedException;
}
