package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a handler is told, such as {@code CONNECTED} and {@code orders=42}; and then does as the test wants. */
final class Events implements NotifyHandler {

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile NotifyHandler then = event -> {};

    static String text(NotifyEvent event) {
        return switch (event) {
            case Notification n -> n.channel() + "=" + n.payload();
            case Gap(var reason, var count) -> count == 0 ? reason.name() : reason + " " + count;
        };
    }

    static Events then(NotifyHandler handler) {
        Events events = new Events();
        events.then = handler;
        return events;
    }

    @Override
    public void handle(NotifyEvent event) throws Exception {
        told.add(text(event));
        then.handle(event);
    }

    void awaitTold(String... expected) {
        eventually().untilAsserted(() -> assertThat(told).containsExactly(expected));
    }
}
