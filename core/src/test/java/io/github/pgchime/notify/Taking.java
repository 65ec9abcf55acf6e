package io.github.pgchime.notify;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/** Takes from subscriptions under test, always with a deadline. */
final class Taking {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    private Taking() {}

    /** To wait for a condition, and not much longer than until it holds. */
    static ConditionFactory eventually() {
        return await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    static NotifyEvent next(Subscription subscription) throws InterruptedException {
        return subscription.poll(DEADLINE).orElseThrow(() -> new AssertionError("no event in " + DEADLINE));
    }

    /** The next event, which is a notification. */
    static Notification notification(Subscription subscription) throws InterruptedException {
        return switch (next(subscription)) {
            case Notification notification -> notification;
            case Gap gap -> throw new AssertionError("not a notification: " + gap);
        };
    }

    /** The next event, which is a gap. */
    static Gap gap(Subscription subscription) throws InterruptedException {
        return switch (next(subscription)) {
            case Notification notification -> throw new AssertionError("not a gap: " + notification);
            case Gap gap -> gap;
        };
    }

    /** The payloads of the next events, which are notifications. */
    static List<String> payloads(Subscription subscription, int count) throws InterruptedException {
        List<String> payloads = new ArrayList<>(count);
        while (payloads.size() < count) {
            payloads.add(notification(subscription).payload());
        }
        return payloads;
    }
}
