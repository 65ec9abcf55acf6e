package io.github.pgchime.bench.notify;

import io.github.pgchime.bench.Reader;
import io.github.pgchime.notify.Gap;
import io.github.pgchime.notify.Notification;
import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifyEvent;
import io.github.pgchime.notify.Subscription;
import java.util.function.LongConsumer;

/** A notifier with one subscription, whose buffer never has to drop anything: every notification counts here. */
final class NotifierReader implements Reader {

    private static final int BUFFER = 1_000_000;

    private final Notifier notifier;

    private NotifierReader(Notifier notifier) {
        this.notifier = notifier;
    }

    static NotifierReader handling(String url, LongConsumer told) {
        Notifier notifier = Notifier.builder(url).buffer(BUFFER).build();
        notifier.subscribe(NotifySender.CHANNEL, event -> count(event, told));
        return new NotifierReader(notifier);
    }

    static NotifierReader iterating(String url, LongConsumer told) {
        Notifier notifier = Notifier.builder(url).buffer(BUFFER).build();
        Subscription subscription = notifier.subscription(NotifySender.CHANNEL).subscribe();
        Thread.ofPlatform().name("consumer").daemon().start(() -> subscription.forEach(event -> count(event, told)));
        return new NotifierReader(notifier);
    }

    private static void count(NotifyEvent event, LongConsumer told) {
        switch (event) {
            case Notification notification -> told.accept(1);
            case Gap gap -> {
                if (gap.reason() != Gap.Reason.CONNECTED) {
                    throw new IllegalStateException("notifications are no longer counted: " + gap);
                }
            }
        }
    }

    @Override
    public void close() {
        notifier.close();
    }
}
