package io.github.pgchime.app.journal;

import io.github.pgchime.journal.ConsumerStatus;
import io.github.pgchime.journal.JournalStatus;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A journal's status, for people, or as one JSON object on one line. */
final class StatusLines {

    private StatusLines() {}

    static List<String> text(JournalStatus status) {
        List<String> lines = new ArrayList<>();
        if (!status.atHome()) {
            lines.add("this is a copy of the journal, and no consumer starts here; see restamp");
        }
        lines.add("entries take " + status.bytes() + " bytes"
                + status.oldest().map(at -> ", the oldest is of " + at).orElse(""));
        status.consumers().forEach(consumer -> lines.add(text(consumer)));
        return lines;
    }

    static String text(ConsumerStatus consumer) {
        String channels = consumer.channels().isEmpty() ? "all channels" : String.join(",", consumer.channels());
        return consumer.name() + "  " + channels
                + "  behind " + consumer.lag() + " entries, "
                + consumer.behind().toSeconds() + " s"
                + "  " + Math.round(consumer.rate()) + " entries/s"
                + "  to be tried again " + consumer.retries()
                + "  dead " + consumer.dead()
                + consumer.leader().map(leader -> "  led by " + leader).orElse("  nobody leads")
                + consumer.wakeUp().map(by -> "  woken by " + by).orElse("")
                + (consumer.paused() ? "  paused" : "");
    }

    static String json(JournalStatus status) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeNumberProperty("version", status.version());
            out.writeBooleanProperty("at_home", status.atHome());
            out.writeNumberProperty("bytes", status.bytes());
            text(out, "oldest", status.oldest().map(Instant::toString));
            out.writeArrayPropertyStart("consumers");
            status.consumers().forEach(consumer -> consumer(out, consumer));
            out.writeEndArray();
            out.writeEndObject();
        }
        return line.toString();
    }

    static String json(ConsumerStatus status) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
            consumer(out, status);
        }
        return line.toString();
    }

    private static void consumer(JsonGenerator out, ConsumerStatus consumer) {
        out.writeStartObject();
        out.writeStringProperty("name", consumer.name());
        out.writeArrayPropertyStart("channels");
        consumer.channels().forEach(out::writeString);
        out.writeEndArray();
        out.writeNumberProperty("lag_entries", consumer.lag());
        out.writeNumberProperty("lag_seconds", consumer.behind().toMillis() / 1e3);
        out.writeNumberProperty("rate", consumer.rate());
        out.writeNumberProperty("retries", consumer.retries());
        out.writeNumberProperty("dead", consumer.dead());
        text(out, "leader", consumer.leader());
        text(out, "wake_up", consumer.wakeUp());
        out.writeBooleanProperty("paused", consumer.paused());
        out.writeEndObject();
    }

    private static void text(JsonGenerator out, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> out.writeStringProperty(name, text), () -> out.writeNullProperty(name));
    }
}
