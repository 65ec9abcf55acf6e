package io.github.pgchime.notify;

import java.time.Duration;
import java.util.Collection;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a flight recording shows of notifiers; costs nothing while none runs. */
final class FlightEvents {

    private FlightEvents() {}

    static void connected(int backendPid, int channels, boolean reconnected) {
        Connected recorded = new Connected();
        if (recorded.isEnabled()) {
            recorded.backendPid = backendPid;
            recorded.channels = channels;
            recorded.reconnected = reconnected;
            recorded.commit();
        }
    }

    static void disconnected(Throwable cause, Duration lived) {
        Disconnected recorded = new Disconnected();
        if (recorded.isEnabled()) {
            recorded.cause = String.valueOf(cause.getMessage());
            recorded.lived = lived.toNanos();
            recorded.commit();
        }
    }

    static void gap(Collection<String> channels, Gap gap) {
        GapTold recorded = new GapTold();
        if (recorded.isEnabled()) {
            recorded.channels = String.join(", ", channels);
            recorded.reason = gap.reason().name();
            recorded.dropped = gap.count();
            recorded.commit();
        }
    }

    @Name("io.github.pgchime.NotifierConnected")
    @Label("Notifier connected")
    @Category("pgchime")
    @StackTrace(false)
    static final class Connected extends Event {
        @Label("Backend pid")
        int backendPid;

        @Label("Channels")
        int channels;

        @Label("Reconnected")
        boolean reconnected;
    }

    @Name("io.github.pgchime.NotifierDisconnected")
    @Label("Notifier disconnected")
    @Category("pgchime")
    @StackTrace(false)
    static final class Disconnected extends Event {
        @Label("Cause")
        String cause = "";

        @Label("Lived")
        @Timespan
        long lived;
    }

    @Name("io.github.pgchime.NotifierGap")
    @Label("Notifier told a gap")
    @Category("pgchime")
    @StackTrace(false)
    static final class GapTold extends Event {
        @Label("Channels")
        String channels = "";

        @Label("Reason")
        String reason = "";

        @Label("Dropped")
        @Description("How many notifications were dropped from a full buffer")
        long dropped;
    }
}
