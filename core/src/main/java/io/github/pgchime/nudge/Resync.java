package io.github.pgchime.nudge;

/**
 * Reload everything: changes may have been missed before this item. None is missed after it without another.
 *
 * @param reason why
 */
public record Resync(Reason reason) implements FeedItem {

    /** Why everything should be reloaded. */
    public enum Reason {
        /** The feed is connected for the first time; nothing before this moment is told. */
        CONNECTED,
        /** The feed was disconnected, and is connected again. */
        RECONNECTED,
        /** More distinct tables moved than the feed keeps count of. */
        OVERFLOW,
        /** The failsafe interval has passed. */
        FAILSAFE,
        /**
         * A transaction that was committed before the feed connected became visible only after the Resync that said so.
         */
        LATE_COMMIT
    }
}
