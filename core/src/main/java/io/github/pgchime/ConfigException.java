package io.github.pgchime;

import java.io.Serial;

/** A setting, or the server's configuration, is wrong; the message names it and says what would be right. */
public final class ConfigException extends PgChimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRetryable() {
        return false;
    }
}
