package io.github.pgchime;

import java.io.Serial;

/**
 * The root of everything pgchime throws, divided by what the caller can do about it. No message holds a secret.
 */
public abstract sealed class PgChimeException extends RuntimeException
        permits ConfigException, ConnectionLostException, ProtocolException, ServerException, SlotLostException {

    @Serial
    private static final long serialVersionUID = 1;

    PgChimeException(String message) {
        super(message);
    }

    PgChimeException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Whether the same attempt may succeed later with nothing changed by hand. A feed retries these by itself, and
     * ends with the others.
     */
    public abstract boolean isRetryable();
}
