package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Composites: a value has just the attributes that the catalog knows.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX">PostgreSQL: composite type
 *     input and output</a>
 */
record CompositeCodec(String name, List<Field> fields) implements Codec {

    /** @param oid the type of the attribute, which the binary form names */
    record Field(String name, int oid, Codec codec) {}

    @Override
    public Map<String, @Nullable Object> text(byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor(name, fields.size() + " attributes such as (1,\"a b\",)", bytes, from, to);
        Map<String, @Nullable Object> attributes = LinkedHashMap.newLinkedHashMap(fields.size());
        text.expect('(');
        for (Field field : fields) {
            if (!attributes.isEmpty()) {
                text.expect(',');
            }
            Token token = Token.next(text, ',', ')', '(');
            attributes.put(field.name(), token.isMissing() ? null : token.decode(field.codec()));
        }
        text.expect(')');
        text.expectEnd();
        return Collections.unmodifiableMap(attributes);
    }

    @Override
    public Map<String, @Nullable Object> binary(byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type " + name, bytes, from, to);
        int count = value.int32();
        if (count != fields.size()) {
            throw new ProtocolException("a value of type " + name + ": expected " + fields.size()
                    + " attributes as the catalog has, but read " + count);
        }
        Map<String, @Nullable Object> attributes = LinkedHashMap.newLinkedHashMap(count);
        for (Field field : fields) {
            int oid = value.int32();
            if (oid != field.oid()) {
                throw new ProtocolException("a value of type " + name + ": expected attribute " + field.name()
                        + " of the type " + Integer.toUnsignedString(field.oid()) + " as the catalog has, but read "
                        + Integer.toUnsignedString(oid));
            }
            attributes.put(field.name(), Counted.value(value, field.codec()));
        }
        value.expectEnd();
        return Collections.unmodifiableMap(attributes);
    }
}
