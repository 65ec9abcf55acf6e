package io.github.pgchime.debezium.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A schema as Kafka Connect's JsonConverter writes it. */
final class SchemaJson {

    private final JsonBuffer out;

    private SchemaJson(JsonBuffer out) {
        this.out = out;
    }

    static void write(JsonBuffer out, Schema schema) {
        out.raw('{');
        new SchemaJson(out).content(schema);
        out.raw('}');
    }

    private void content(Schema schema) {
        out.raw("\"type\":");
        switch (schema.shape()) {
            case Shape.Plain plain -> out.string(plain.type());
            case Shape.Array array -> {
                out.raw("\"array\",\"items\":");
                write(out, array.items());
            }
            case Shape.Map map -> {
                out.raw("\"map\",\"keys\":");
                write(out, map.keys());
                out.raw(",\"values\":");
                write(out, map.values());
            }
            case Shape.Struct struct -> {
                out.raw("\"struct\",\"fields\":");
                fields(struct.fields());
            }
        }
        out.raw(",\"optional\":");
        out.raw(Boolean.toString(schema.optional()));
        schema.semantics().ifPresent(this::semantics);
        schema.defaultValue().ifPresent(json -> {
            out.raw(",\"default\":");
            out.raw(json.getBytes(StandardCharsets.UTF_8));
        });
    }

    private void fields(List<Shape.Field> fields) {
        String before = "[{";
        for (Shape.Field field : fields) {
            out.raw(before);
            content(field.schema());
            member("field", field.name());
            out.raw('}');
            before = ",{";
        }
        out.raw(fields.isEmpty() ? "[]" : "]");
    }

    private void semantics(SemanticType type) {
        member("name", type.name());
        type.version().ifPresent(version -> {
            out.raw(",\"version\":");
            out.number(version);
        });
        type.doc().ifPresent(doc -> member("doc", doc));
        if (!type.parameters().isEmpty()) {
            out.raw(",\"parameters\":");
            char before = '{';
            for (Map.Entry<String, String> parameter : type.parameters().entrySet()) {
                out.raw(before);
                out.string(parameter.getKey());
                out.raw(':');
                out.string(parameter.getValue());
                before = ',';
            }
            out.raw('}');
        }
    }

    private void member(String name, String value) {
        out.raw(',');
        out.string(name);
        out.raw(':');
        out.string(value);
    }
}
