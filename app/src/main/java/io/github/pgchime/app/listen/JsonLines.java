package io.github.pgchime.app.listen;

import io.github.pgchime.notify.Gap;
import io.github.pgchime.notify.Notification;
import io.github.pgchime.notify.NotifyEvent;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SequencedSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An event as a JSON object, for other programs: {@code {"type":"gap","reason":"connected","channels":["orders"]}}, for
 * the reason {@code overflow} with a {@code "count":5} behind; or {@code {"type":"notification","channel":"orders",
 * "payload":"42","pid":123,"received_at":"2026-11-20T10:00:00.123456Z"}}.
 */
final class JsonLines implements EventLines {

    /** ISO 8601 in UTC, with microseconds even where they are zero: all lines sort and parse alike. */
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();
    private final SequencedSet<String> channels;

    /** @param channels those that a gap is about */
    JsonLines(SequencedSet<String> channels) {
        this.channels = channels;
    }

    @Override
    public String line(NotifyEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            switch (event) {
                case Gap gap -> write(gap, out);
                case Notification notification -> write(notification, out);
            }
            out.writeEndObject();
        }
        return line.toString();
    }

    private void write(Gap gap, JsonGenerator out) {
        out.writeStringProperty("type", "gap");
        out.writeStringProperty("reason", gap.reason().name().toLowerCase(Locale.ROOT));
        out.writeArrayPropertyStart("channels");
        channels.forEach(out::writeString);
        out.writeEndArray();
        if (gap.reason() == Gap.Reason.OVERFLOW) {
            out.writeNumberProperty("count", gap.count());
        }
    }

    private static void write(Notification notification, JsonGenerator out) {
        out.writeStringProperty("type", "notification");
        out.writeStringProperty("channel", notification.channel());
        out.writeStringProperty("payload", notification.payload());
        out.writeNumberProperty("pid", notification.senderPid());
        out.writeStringProperty("received_at", INSTANT.format(notification.receivedAt()));
    }
}
