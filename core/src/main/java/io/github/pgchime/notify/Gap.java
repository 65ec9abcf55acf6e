package io.github.pgchime.notify;

/**
 * Notifications may have been missed before this event: refetch what they speak of. Whatever is committed after it is
 * told, until the next gap.
 *
 * @param reason why
 * @param count how many notifications were dropped, if the reason is {@link Reason#OVERFLOW}; 0 for the others, since
 *     nobody can know
 */
public record Gap(Reason reason, long count) implements NotifyEvent {

    /** Why something may have been missed. */
    public enum Reason {
        /** The server has acknowledged the subscription's LISTEN for the first time; nothing before is told. */
        CONNECTED,
        /** The connection was lost, and on a new one every LISTEN is acknowledged again. */
        RECONNECTED,
        /** The buffer was full: the oldest notifications were dropped, and this stands in their place. */
        OVERFLOW,
        /** A handler took too long and was interrupted, so what it was handling counts as not handled. */
        HANDLER_TIMEOUT,
        /** The notifier has given up; nothing follows. Told to handlers; whoever takes events gets the error. */
        ENDED
    }

    Gap(Reason reason) {
        this(reason, 0);
    }
}
