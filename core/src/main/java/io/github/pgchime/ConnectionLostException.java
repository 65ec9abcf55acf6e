package io.github.pgchime;

import java.io.Serial;

/** There is no connection, or no longer: refused, reset, timed out, silent. Worth another attempt. */
public final class ConnectionLostException extends PgChimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public ConnectionLostException(String message) {
        super(message);
    }

    public ConnectionLostException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetryable() {
        return true;
    }
}
