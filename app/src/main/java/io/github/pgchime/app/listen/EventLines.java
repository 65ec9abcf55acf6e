package io.github.pgchime.app.listen;

import io.github.pgchime.notify.NotifyEvent;

/** Makes a line of each event. */
@FunctionalInterface
interface EventLines {

    /** One line, without its end. */
    String line(NotifyEvent event);
}
