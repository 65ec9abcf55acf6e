package io.github.pgchime.app.nudge;

import io.github.pgchime.nudge.FeedItem;

/** Makes a line of each item. */
@FunctionalInterface
interface ItemLines {

    /** One line, without its end. */
    String line(FeedItem item);
}
