package io.github.pgchime.app.journal;

import io.github.pgchime.journal.PartitionPlan;
import java.io.StringWriter;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What becomes of a partition, as one JSON object on one line: {@code {"partition":"entry_1","from":1,"to":1000001,"bytes":8192,
 * "newest":null,"verdict":"IN_USE","held_by":[]}}.
 */
final class PartitionJson {

    private PartitionJson() {}

    static String of(PartitionPlan partition) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeStringProperty("partition", partition.name());
            out.writeNumberProperty("from", partition.from());
            out.writeNumberProperty("to", partition.to());
            out.writeNumberProperty("bytes", partition.bytes());
            partition
                    .newest()
                    .map(Instant::toString)
                    .ifPresentOrElse(
                            at -> out.writeStringProperty("newest", at), () -> out.writeNullProperty("newest"));
            out.writeStringProperty("verdict", partition.verdict().name());
            out.writeArrayPropertyStart("held_by");
            partition.heldBy().forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
        }
        return line.toString();
    }
}
