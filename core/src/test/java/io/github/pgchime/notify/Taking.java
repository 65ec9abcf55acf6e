package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.DEADLINE;

import java.util.ArrayList;
import java.util.List;

/** Takes from subscriptions under test, always with a deadline. */
final class Taking {

    private Taking() {}

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
