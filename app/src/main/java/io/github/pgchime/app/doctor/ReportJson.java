package io.github.pgchime.app.doctor;

import io.github.pgchime.doctor.Check;
import io.github.pgchime.doctor.Report;
import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A report as one JSON object on one line: {@code {"can_feed":true,"server":"…","platform":"…","checks":[{"name":
 * "wal-level","status":"fail","finding":"…","fix":"…"}]}}; {@code server} and {@code fix} are there if there is one.
 */
final class ReportJson {

    private ReportJson() {}

    static String of(Report report) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            out.writeBooleanProperty("can_feed", report.canFeed());
            report.server().ifPresent(server -> out.writeStringProperty("server", server));
            out.writeStringProperty("platform", report.platform().name().toLowerCase(Locale.ROOT));
            out.writeArrayPropertyStart("checks");
            report.checks().forEach(check -> write(check, out));
            out.writeEndArray();
            out.writeEndObject();
        }
        return line.toString();
    }

    private static void write(Check check, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("name", check.name());
        out.writeStringProperty("status", check.status().name().toLowerCase(Locale.ROOT));
        out.writeStringProperty("finding", check.finding());
        check.fix().ifPresent(fix -> out.writeStringProperty("fix", fix));
        out.writeEndObject();
    }
}
