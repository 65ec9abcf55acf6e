package io.github.pgchime.app.journal;

import io.github.pgchime.journal.DeadLetter;
import io.github.pgchime.journal.Entry;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An entry as one JSON object on one line: {@code {"id":1,"channel":"orders","key":null,"payload":{},"headers":{},
 * "created_at":"2026-11-27T10:00:00.123456Z","attempt":1,"replay":false}}.
 */
final class EntryJson {

    private EntryJson() {}

    static String of(Entry entry) {
        return of(entry, out -> out.writeBooleanProperty("replay", entry.replay()));
    }

    /** With what it died of in place of {@code replay}: {@code "error":"…","died_at":"…"}. */
    static String of(DeadLetter letter) {
        return of(letter.entry(), out -> {
            out.writeStringProperty("error", letter.error());
            out.writeStringProperty("died_at", letter.diedAt().toString());
        });
    }

    private static String of(Entry entry, Consumer<JsonGenerator> rest) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeNumberProperty("id", entry.id());
            out.writeStringProperty("channel", entry.channel());
            entry.key().ifPresentOrElse(key -> out.writeStringProperty("key", key), () -> out.writeNullProperty("key"));
            out.writeName("payload");
            out.writeRawValue(entry.payload().text());
            out.writeName("headers");
            out.writeRawValue(entry.headers().text());
            out.writeStringProperty("created_at", entry.createdAt().toString());
            out.writeNumberProperty("attempt", entry.attempt());
            rest.accept(out);
            out.writeEndObject();
        }
        return line.toString();
    }
}
