package io.github.pgchime.debezium.json;

import io.github.pgchime.codec.Codec;
import io.github.pgchime.debezium.HstoreMode;
import java.util.Map;

/**
 * hstore.
 *
 * @param codec reads it
 */
record Hstores(HstoreMode mode, Codec codec) implements ValueWriter {

    static TypeWriter type(HstoreMode mode, Codec codec) {
        Schema schema = switch (mode) {
            case JSON -> Schema.JSON;
            case MAP -> Schema.map(Schema.STRING, Schema.STRING.orNull());
        };
        return TypeWriter.of(new Hstores(mode, codec), schema, "").unavailableAs(Unavailable.HSTORE);
    }

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        write(out, (Map<?, ?>) codec.text(bytes, from, to));
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        write(out, (Map<?, ?>) codec.binary(bytes, from, to));
    }

    void write(JsonBuffer out, Map<?, ?> pairs) {
        switch (mode) {
            case MAP -> object(out, pairs);
            case JSON -> {
                JsonBuffer inner = out.scratch();
                object(inner, pairs);
                out.string(inner.array(), 0, inner.length());
            }
        }
    }

    private static void object(JsonBuffer out, Map<?, ?> pairs) {
        char before = '{';
        for (Map.Entry<?, ?> pair : pairs.entrySet()) {
            out.raw(before);
            out.string((String) pair.getKey());
            out.raw(':');
            if (pair.getValue() instanceof String value) {
                out.string(value);
            } else {
                out.raw("null");
            }
            before = ',';
        }
        out.raw(before == '{' ? "{}" : "}");
    }
}
