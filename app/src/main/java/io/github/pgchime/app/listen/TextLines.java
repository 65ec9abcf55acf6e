package io.github.pgchime.app.listen;

import io.github.pgchime.app.process.OneLine;
import io.github.pgchime.notify.Gap;
import io.github.pgchime.notify.Notification;
import io.github.pgchime.notify.NotifyEvent;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** An event for a person: {@code 10:00:00.123  orders  {"id":42}}. */
final class TextLines implements EventLines {

    private final InstantSource clock;
    private final DateTimeFormatter time;

    /** @param clock the time of a gap, which has none of its own */
    TextLines(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    @Override
    public String line(NotifyEvent event) {
        return switch (event) {
            case Gap gap -> time.format(clock.instant()) + "  gap: " + why(gap) + "; refetch";
            case Notification notification ->
                time.format(notification.receivedAt()) + "  " + new OneLine(notification.channel()) + "  "
                        + new OneLine(notification.payload());
        };
    }

    private static String why(Gap gap) {
        return switch (gap.reason()) {
            case CONNECTED -> "connected";
            case RECONNECTED -> "reconnected";
            case OVERFLOW -> gap.count() + " dropped, for they came faster than they were printed";
            case HANDLER_TIMEOUT -> "handled too slowly";
            case ENDED -> "ended";
        };
    }
}
