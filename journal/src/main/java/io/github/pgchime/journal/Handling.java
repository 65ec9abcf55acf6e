package io.github.pgchime.journal;

import java.util.List;

/** One kind of handler, and what their acknowledgement takes. */
@FunctionalInterface
interface Handling {
    /**
     * Handles entries.
     *
     * @return {@link Outcome#DONE}, or {@link Outcome#TOLD} if that is committed already
     * @throws HandlerFailure if the handler threw
     * @throws LeaseLostException if they must not be acknowledged any more
     * @throws io.github.pgchime.PgChimeException if the database is out of reach
     */
    Outcome handle(List<InHand> inHand, List<Entry> entries) throws InterruptedException;
}
