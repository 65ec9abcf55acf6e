package io.github.pgchime.notify;

/**
 * Handles a subscription's events, one after the other. It may block, publish, subscribe, and close its own
 * subscription or the notifier. What it throws goes to {@link NotifierListener#onError}, and the next event follows.
 */
@FunctionalInterface
public interface NotifyHandler {

    /**
     * Handles one event.
     *
     * @throws InterruptedException if it was interrupted for taking too long
     * @throws Exception whatever went wrong
     */
    void handle(NotifyEvent event) throws Exception;
}
