package io.github.pgchime.journal;

import java.io.Serial;

/** Thrown by a handler: no further attempt is worth it, and the entry is dead. */
public class PermanentFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public PermanentFailure(String message) {
        super(message);
    }

    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
