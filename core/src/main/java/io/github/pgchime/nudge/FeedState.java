package io.github.pgchime.nudge;

import io.github.pgchime.Lsn;
import io.github.pgchime.PgChimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a feed is, for health checks.
 *
 * @param connected whether the server has confirmed that it streams
 * @param plugin the output plugin in use, while connected
 * @param slot the temporary slot, while connected
 * @param backendPid the walsender's process, while connected
 * @param lastLsn how far the stream has come, over all connections
 * @param lastInbound when the server was last heard of
 * @param lastError why the latest connection or attempt failed, until the next one succeeds
 * @param waitingFor transactions (32-bit ids) that are committed but not visible yet, so not told
 */
public record FeedState(
        boolean connected,
        Optional<String> plugin,
        Optional<String> slot,
        OptionalInt backendPid,
        Optional<Lsn> lastLsn,
        Optional<Instant> lastInbound,
        Optional<PgChimeException> lastError,
        List<Long> waitingFor) {

    public FeedState {
        waitingFor = List.copyOf(waitingFor);
    }
}
