package io.github.pgchime.app.nudge;

import io.github.pgchime.app.process.OneLine;
import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.Resync;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** An item for a person: {@code 10:00:00.123  public.orders ×500, public.stations ×3}. */
final class TextLines implements ItemLines {

    private final InstantSource clock;
    private final DateTimeFormatter time;

    TextLines(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    @Override
    public String line(FeedItem item) {
        return time.format(clock.instant()) + "  "
                + switch (item) {
                    case Resync resync -> "resync: " + why(resync.reason()) + "; reload everything";
                    case Batch batch ->
                        batch.nudges().stream()
                                .map(nudge -> new OneLine(nudge.table().toString()) + " ×" + nudge.count())
                                .collect(Collectors.joining(", "));
                };
    }

    private static String why(Resync.Reason reason) {
        return switch (reason) {
            case CONNECTED -> "connected";
            case RECONNECTED -> "reconnected";
            case OVERFLOW -> "more tables moved than are kept count of";
            case FAILSAFE -> "the failsafe interval has passed";
            case LATE_COMMIT -> "a commit from before became visible";
        };
    }
}
