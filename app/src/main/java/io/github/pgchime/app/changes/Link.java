package io.github.pgchime.app.changes;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.change.ChangeListener;
import java.util.Optional;

/** Whether there is a connection; says so on the log when there is one. */
final class Link implements ChangeListener {

    private static final System.Logger LOG = System.getLogger(Link.class.getName());

    private volatile Optional<PgChimeException> trouble = Optional.empty();

    @Override
    public void onConnected(Connected event) {
        trouble = Optional.empty();
        LOG.log(
                System.Logger.Level.INFO,
                "streaming from slot " + event.slot() + " behind " + event.position() + ", pid " + event.backendPid());
    }

    @Override
    public void onDisconnected(Disconnected event) {
        trouble = Optional.of(event.cause());
    }

    @Override
    public void onRetry(Retrying event) {
        trouble = Optional.of(event.cause());
    }

    /**
     * Returns normally if there is one.
     *
     * @throws PgChimeException why there is none
     */
    void requireUp() {
        trouble.ifPresent(cause -> {
            throw cause;
        });
    }
}
