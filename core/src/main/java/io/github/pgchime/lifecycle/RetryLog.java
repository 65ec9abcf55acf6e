package io.github.pgchime.lifecycle;

import io.github.pgchime.PgChimeException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Logs that an attempt is going to be made again: a warning each time, but what no retry mends is one error, and then
 * silence until a session is live. Thread-safe.
 */
public final class RetryLog {

    private final System.Logger log;
    private final AtomicBoolean saidMistake = new AtomicBoolean();

    public RetryLog(System.Logger log) {
        this.log = log;
    }

    public void retry(Duration delay, PgChimeException cause) {
        if (cause.isRetryable()) {
            log.log(System.Logger.Level.WARNING, cause.getMessage() + "; next attempt in " + delay.toMillis() + " ms");
        } else if (!saidMistake.getAndSet(true)) {
            log.log(
                    System.Logger.Level.ERROR,
                    cause.getMessage() + "; this needs mending by hand, and is tried again every " + delay.toSeconds()
                            + " s without another word");
        }
    }

    /** A session is live: the next mistake is a new one. */
    public void live() {
        saidMistake.set(false);
    }
}
