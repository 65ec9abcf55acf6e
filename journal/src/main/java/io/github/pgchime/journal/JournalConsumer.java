package io.github.pgchime.journal;

import io.github.pgchime.journal.wake.WakeUp;

/**
 * A running instance of a consumer. Of those that share a name, one leads and has entries handled; the others stand by, and one
 * of them takes over when it is gone. It goes on through lost connections, until it is closed. For any thread.
 */
public final class JournalConsumer implements AutoCloseable {

    private final ConsumerOptions options;
    private final Instance instance;
    private final WakeUp wakeUp;
    private final Thread thread;

    JournalConsumer(ConsumerOptions options, Instance instance, WakeUp.Source source) {
        this.options = options;
        this.instance = instance;
        this.wakeUp = source.open(instance::wake);
        // It waits on a socket for long: a platform thread.
        this.thread =
                Thread.ofPlatform().daemon().name("pgchime-" + options.name()).start(instance);
    }

    public ConsumerOptions options() {
        return options;
    }

    /** Whether this instance leads its group at this moment. */
    public boolean isLeading() {
        return instance.isLeading();
    }

    /** What tells it that there are entries: {@code nudge}, {@code notify} or {@code check}. */
    public String wakeUp() {
        return wakeUp.name();
    }

    /**
     * Ends it: the handlers in hand may finish within {@link ConsumerOptions#stopTimeout} and are acknowledged, then they are
     * interrupted; another instance may lead at once. Idempotent. Not to be called from a handler.
     */
    @Override
    public void close() {
        wakeUp.close();
        instance.close();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
