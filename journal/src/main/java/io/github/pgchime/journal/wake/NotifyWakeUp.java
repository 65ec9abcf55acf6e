package io.github.pgchime.journal.wake;

import io.github.pgchime.notify.Notifier;
import io.github.pgchime.notify.NotifySessions;

/** Notifications that a trigger on the table of entries sends, where that was chosen when the journal was installed. */
public final class NotifyWakeUp implements WakeUp {

    /** Where they are sent. */
    private static final String CHANNEL = "pgchime_entry";

    private final Notifier notifier;

    private NotifyWakeUp(Notifier notifier) {
        this.notifier = notifier;
    }

    public static NotifyWakeUp open(NotifySessions sessions, Runnable onWake) {
        Notifier notifier = Notifier.builder(sessions).build();
        notifier.subscribe(CHANNEL, event -> onWake.run());
        return new NotifyWakeUp(notifier);
    }

    @Override
    public String name() {
        return "notify";
    }

    @Override
    public void close() {
        notifier.close();
    }
}
