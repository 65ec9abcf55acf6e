package io.github.pgchime.journal;

import java.io.Serial;

/** Carries what a handler threw, which is a failed attempt, past what else may go wrong, which is none. */
final class HandlerFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    HandlerFailure(Throwable thrown) {
        super(thrown);
    }

    /** What the handler threw. */
    Throwable thrown() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
