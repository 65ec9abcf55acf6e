package io.github.pgchime.app.process;

import java.io.IOException;
import java.io.Serial;

/** Whoever read the standard output has gone, as {@code head} does: a reason to end, and no error. */
public final class ClosedOutputException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    ClosedOutputException(IOException cause) {
        super("standard output is closed", cause);
    }
}
