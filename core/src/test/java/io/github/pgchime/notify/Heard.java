package io.github.pgchime.notify;

import static io.github.pgchime.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what a listener is told, a line each; and then does as the test wants. */
final class Heard implements NotifierListener {

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    volatile Consumer<String> onLine = line -> {};

    /** The lines that start so. */
    List<String> lines(String prefix) {
        return lines.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    void awaitLines(String prefix, String... expected) {
        eventually().untilAsserted(() -> assertThat(lines(prefix)).containsExactly(expected));
    }

    private void hear(String line) {
        lines.add(line);
        onLine.accept(line);
    }

    @Override
    public void onConnected(Connected event) {
        hear("connected " + event.backendPid());
    }

    @Override
    public void onDisconnected(Disconnected event) {
        hear("disconnected after " + event.lived() + ": " + event.cause().getMessage());
    }

    @Override
    public void onRetry(Retrying event) {
        hear("retry " + event.attempt() + " in " + event.delay() + ": "
                + event.cause().getMessage());
    }

    @Override
    public void onReconnected(Reconnected event) {
        hear("reconnected " + event.backendPid() + " by attempt " + event.attempts() + " after " + event.outage());
    }

    @Override
    public void onSubscribed(Subscribed event) {
        hear("subscribed " + event.channels());
    }

    @Override
    public void onUnsubscribed(Unsubscribed event) {
        hear("unsubscribed " + event.channels());
    }

    @Override
    public void onNotification(Delivered event) {
        hear("notification " + event.channels() + " " + Events.text(event.notification()));
    }

    @Override
    public void onGap(GapTold event) {
        hear("gap " + event.channels() + " " + Events.text(event.gap()));
    }

    @Override
    public void onError(Failed event) {
        errors.add(event.error());
        hear("error " + event.event().map(Events::text).orElse("of a hook") + ": "
                + event.error().getMessage());
    }

    @Override
    public void onEnded(Ended event) {
        hear("ended: " + event.cause().getMessage());
    }
}
