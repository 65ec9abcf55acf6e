package io.github.pgchime;

import java.io.Serial;

/**
 * The server, or something that answers in its place, sent what the protocol does not allow; the message says what was
 * expected. The connection is gone; another may well be sound.
 */
public final class ProtocolException extends PgChimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
