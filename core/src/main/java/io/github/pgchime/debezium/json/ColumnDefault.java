package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.TableDetail.ColumnDetail;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a column is where nothing is said. */
record ColumnDefault(TypeWriter type, ColumnDetail detail) {

    private static final byte[] NULL = JsonBuffer.ascii("null");

    /** The column's schema, which tells its default. */
    Schema schema() {
        Schema schema = detail.notNull() ? type.schema() : type.schema().orNull();
        return literal()
                .filter(text -> type.defaults().literal())
                .or(this::computed)
                .map(json -> schema.defaultValue(new String(json, StandardCharsets.UTF_8)))
                .orElse(schema);
    }

    /** What the column is in an old row that does not have it: if it cannot be null its default, or what is zero to its type. */
    byte[] missing() {
        return detail.notNull()
                ? literal().or(this::computed).or(() -> json(type.zero())).orElse(NULL)
                : NULL;
    }

    private Optional<byte[]> literal() {
        return detail.literal().flatMap(this::json);
    }

    private Optional<byte[]> computed() {
        return detail.computed() ? type.defaults().computed().flatMap(this::json) : Optional.empty();
    }

    /** Nothing for a literal that is not in the form in which values are sent, and for the zero of a type without one. */
    private Optional<byte[]> json(String text) {
        JsonBuffer out = new JsonBuffer();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            type.writer().text(out, bytes, 0, bytes.length);
            return Optional.of(out.copy(0));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }
}
