package io.github.pgchime;

import java.io.Serial;

/**
 * A replication slot no longer has what was not yet acknowledged: it was dropped, invalidated, or moved on by somebody else, or the
 * server is another one or was put back to an earlier state. No retry mends that. Whoever goes on with a new slot has to read
 * the tables anew, since what was committed in between is not sent again.
 */
public final class SlotLostException extends PgChimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String slot;
    private final long acknowledged;

    /**
     * Says what was lost.
     *
     * @param slot the slot's name
     * @param acknowledged up to where everything was acknowledged; {@link Lsn#ZERO} if that is not known
     * @param happened what became of it
     */
    public SlotLostException(String slot, Lsn acknowledged, String happened) {
        super("slot " + slot + " " + happened + "; "
                + (acknowledged.equals(Lsn.ZERO)
                        ? "what it had not sent is lost to it"
                        : "what was committed behind " + acknowledged + " and not acknowledged is lost to it")
                + ": drop it, create it anew, and read the tables again");
        this.slot = slot;
        this.acknowledged = acknowledged.value();
    }

    /** The slot's name. */
    public String slot() {
        return slot;
    }

    /** Up to where everything was acknowledged; {@link Lsn#ZERO} if that is not known. */
    public Lsn acknowledged() {
        return new Lsn(acknowledged);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
