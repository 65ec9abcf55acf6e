package io.github.pgchime.nudge;

/** What a {@link NudgeFeed} says: that everything should be reloaded, or which tables moved. */
public sealed interface FeedItem permits Resync, Batch {}
