package io.github.pgchime.app.changes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pgchime.app.process.GatheredOutput;
import io.github.pgchime.debezium.RecordView;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A record with its topic and key: {@code {"topic":"pgchime.public.orders","key":{"id":42},"value":{…}}}, null for what it has not. */
final class KeyedLine implements RecordLine {

    private static final byte[] KEY = ",\"key\":".getBytes(US_ASCII);
    private static final byte[] VALUE = ",\"value\":".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] END = "}\n".getBytes(US_ASCII);

    private final Map<String, byte[]> beginnings = new HashMap<>();

    @Override
    public void write(RecordView record, GatheredOutput out) throws IOException {
        out.write(beginnings.computeIfAbsent(record.topic(), KeyedLine::beginning));
        out.write(KEY);
        if (record.hasKey()) {
            out.write(record.array(), record.keyFrom(), record.keyTo());
        } else {
            out.write(NULL);
        }
        out.write(VALUE);
        if (record.hasValue()) {
            out.write(record.array(), record.valueFrom(), record.valueTo());
        } else {
            out.write(NULL);
        }
        out.write(END);
    }

    private static byte[] beginning(String topic) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeString(topic);
        }
        return ("{\"topic\":" + text).getBytes(UTF_8);
    }
}
