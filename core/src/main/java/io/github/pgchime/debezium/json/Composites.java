package io.github.pgchime.debezium.json;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.codec.TextCursor;
import io.github.pgchime.codec.Token;
import io.github.pgchime.wire.WireReader;
import java.util.List;

/** Composites, as objects of their attributes. */
record Composites(String name, List<Attribute> attributes) implements ValueWriter {

    /** An attribute, its name as JSON. */
    record Attribute(String name, ValueWriter writer) {}

    Composites {
        attributes = List.copyOf(attributes);
    }

    @Override
    public void text(JsonBuffer out, byte[] bytes, int from, int to) {
        TextCursor text = new TextCursor(name, attributes.size() + " attributes such as (1,\"a b\",)", bytes, from, to);
        text.expect('(');
        out.raw('{');
        boolean first = true;
        for (Attribute attribute : attributes) {
            if (!first) {
                text.expect(',');
                out.raw(',');
            }
            first = false;
            out.string(attribute.name());
            out.raw(':');
            Token token = Token.next(text, ',', ')', '(');
            if (token.isMissing()) {
                out.raw("null");
            } else {
                attribute.writer().text(out, token.bytes(), token.from(), token.to());
            }
        }
        out.raw('}');
        text.expect(')');
        text.expectEnd();
    }

    @Override
    public void binary(JsonBuffer out, byte[] bytes, int from, int to) {
        WireReader value = new WireReader("a value of type " + name, bytes, from, to);
        int count = value.int32();
        if (count != attributes.size()) {
            throw new ProtocolException("a value of type " + name + ": expected " + attributes.size()
                    + " attributes as the catalog has, but read " + count);
        }
        out.raw('{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.raw(',');
            }
            value.skip(Integer.BYTES); // the attribute's type
            out.string(attributes.get(i).name());
            out.raw(':');
            Arrays.counted(out, value, attributes.get(i).writer());
        }
        out.raw('}');
        value.expectEnd();
    }
}
