package io.github.pgchime.journal;

import java.io.Serial;

/** Another instance leads, or the database did not answer in time: nothing may be acknowledged under this epoch. */
final class LeaseLostException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    LeaseLostException(String consumer, long epoch) {
        super("consumer " + consumer + " is led by somebody else since epoch " + epoch);
    }
}
