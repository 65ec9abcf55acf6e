package io.github.pgchime.notify;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.ServerException;
import io.github.pgchime.lifecycle.TimeSource;

/**
 * Where a {@link Notifier} gets its sessions from: pgchime's own, or those of another driver. Thread-safe.
 */
@FunctionalInterface
public interface NotifySessions {

    /**
     * Opens a session that nobody else uses. It may block; an interrupt should end it.
     *
     * @throws ConfigException if no retry mends it
     * @throws ServerException if the server refuses
     * @throws ConnectionLostException if another attempt may succeed
     */
    NotifySession open();

    /** Sessions over pgchime's own connections. */
    static NotifySessions of(ConnectionOptions options) {
        return () -> WireSession.open(options, TimeSource.system());
    }
}
