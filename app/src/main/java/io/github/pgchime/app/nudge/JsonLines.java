package io.github.pgchime.app.nudge;

import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.Nudge;
import io.github.pgchime.nudge.Resync;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An item as a JSON object, for other programs: {@code {"type":"resync","reason":"connected"}} or
 * {@code {"type":"batch","nudges":[{"table":"public.orders","count":500,"first_seen":"2026-11-20T10:00:00.123Z"}]}}.
 */
final class JsonLines implements ItemLines {

    /** ISO 8601 in UTC, with milliseconds even where they are zero: all lines sort and parse alike. */
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonFactory json = new JsonFactory();

    @Override
    public String line(FeedItem item) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            switch (item) {
                case Resync resync -> {
                    out.writeStringProperty("type", "resync");
                    out.writeStringProperty("reason", resync.reason().name().toLowerCase(Locale.ROOT));
                }
                case Batch batch -> {
                    out.writeStringProperty("type", "batch");
                    out.writeArrayPropertyStart("nudges");
                    batch.nudges().forEach(nudge -> write(nudge, out));
                    out.writeEndArray();
                }
            }
            out.writeEndObject();
        }
        return line.toString();
    }

    private static void write(Nudge nudge, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("table", nudge.table().toString());
        out.writeNumberProperty("count", nudge.count());
        out.writeStringProperty("first_seen", INSTANT.format(nudge.firstSeen()));
        out.writeEndObject();
    }
}
