package io.github.pgchime.nudge;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a flight recording shows of nudge feeds; costs nothing while none runs. */
final class FlightEvents {

    private FlightEvents() {}

    static void connected(NudgeListener.Connected event, Resync.Reason reason) {
        Connected recorded = new Connected();
        if (recorded.isEnabled()) {
            recorded.slot = event.slot();
            recorded.plugin = event.plugin();
            recorded.backendPid = event.backendPid();
            recorded.reconnected = reason == Resync.Reason.RECONNECTED;
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

    static void told(FeedItem item) {
        Told recorded = new Told();
        if (recorded.isEnabled()) {
            switch (item) {
                case Resync(Resync.Reason reason) -> recorded.resync = reason.name();
                case Batch batch -> {
                    recorded.tables = batch.nudges().size();
                    recorded.changes =
                            batch.nudges().stream().mapToLong(Nudge::count).sum();
                }
            }
            recorded.commit();
        }
    }

    @Name("io.github.pgchime.NudgeConnected")
    @Label("Nudge feed connected")
    @Category("pgchime")
    @StackTrace(false)
    static final class Connected extends Event {
        @Label("Slot")
        String slot = "";

        @Label("Output plugin")
        String plugin = "";

        @Label("Backend pid")
        int backendPid;

        @Label("Reconnected")
        boolean reconnected;
    }

    @Name("io.github.pgchime.NudgeDisconnected")
    @Label("Nudge feed disconnected")
    @Category("pgchime")
    @StackTrace(false)
    static final class Disconnected extends Event {
        @Label("Cause")
        String cause = "";

        @Label("Lived")
        @Timespan
        long lived;
    }

    @Name("io.github.pgchime.NudgeTold")
    @Label("Nudge feed told")
    @Category("pgchime")
    @StackTrace(false)
    static final class Told extends Event {
        @Label("Resync")
        @Description("The reason, or empty for a batch")
        String resync = "";

        @Label("Tables")
        int tables;

        @Label("Changes")
        long changes;
    }
}
