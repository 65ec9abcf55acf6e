package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Composites. A value whose attributes are others than the catalog's, since the type was altered in between, has them as {@code f1},
 * {@code f2} and so on, which is what PostgreSQL calls the fields of a row without names: each by its own type in the binary form,
 * and as its text in the text form, which does not tell.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX">PostgreSQL: composite type
 *     input and output</a>
 */
record CompositeCodec(String name, List<Field> fields) implements Codec {

    /** What an attribute takes at least: its type and its length. */
    private static final int LEAST = 2 * Integer.BYTES;

    /** @param oid the type of the attribute, which the binary form names */
    record Field(String name, int oid, Codec codec) {}

    /** An attribute between {@code from} and {@code to}; NULL where the first is behind the second. */
    private record Part(int oid, int from, int to) {}

    @Override
    public Map<String, @Nullable Object> text(byte[] bytes, int from, int to) {
        List<Token> tokens = tokens(new TextCursor(name, "attributes such as (1,\"a b\",)", bytes, from, to));
        if (tokens.size() == fields.size()) {
            try {
                return decoded(tokens, fields);
            } catch (ProtocolException otherTypes) {
                // The type was altered to as many attributes as it had.
            }
        }
        return decoded(
                tokens,
                IntStream.range(0, tokens.size())
                        .mapToObj(place -> unnamed(place, 0, Scalar.TEXT))
                        .toList());
    }

    private List<Token> tokens(TextCursor text) {
        List<Token> tokens = new ArrayList<>(fields.size());
        text.expect('(');
        boolean empty = fields.isEmpty() && text.skip(')');
        if (!empty) {
            do {
                tokens.add(Token.next(text, ',', ')', '('));
            } while (text.skip(','));
            text.expect(')');
        }
        text.expectEnd();
        return tokens;
    }

    private static Map<String, @Nullable Object> decoded(List<Token> tokens, List<Field> fields) {
        Map<String, @Nullable Object> attributes = LinkedHashMap.newLinkedHashMap(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            Token token = tokens.get(i);
            Field field = fields.get(i);
            attributes.put(field.name(), token.isMissing() ? null : token.decode(field.codec()));
        }
        return Collections.unmodifiableMap(attributes);
    }

    @Override
    public Map<String, @Nullable Object> binary(byte[] bytes, int from, int to) {
        List<Part> parts = parts(new WireReader("a value of type " + name, bytes, from, to));
        boolean asKnown = parts.stream()
                .map(Part::oid)
                .toList()
                .equals(fields.stream().map(Field::oid).toList());
        Map<String, @Nullable Object> attributes = LinkedHashMap.newLinkedHashMap(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Field field = asKnown ? fields.get(i) : unnamed(i, part.oid(), codec(part.oid()));
            boolean isNull = part.from() > part.to();
            attributes.put(field.name(), isNull ? null : field.codec().binary(bytes, part.from(), part.to()));
        }
        return Collections.unmodifiableMap(attributes);
    }

    private List<Part> parts(WireReader value) {
        int count = value.int32();
        if (count < 0 || count > value.remaining() / LEAST) {
            throw new ProtocolException("a value of type " + name + ": read " + Integer.toUnsignedString(count)
                    + " attributes where there is no room for them");
        }
        List<Part> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int oid = value.int32();
            int length = value.int32();
            int at = value.offset();
            value.skip(length == Counted.NULL ? 0 : length);
            parts.add(new Part(oid, at, at + length));
        }
        value.expectEnd();
        return parts;
    }

    private static Field unnamed(int place, int oid, Codec codec) {
        return new Field("f" + (place + 1), oid, codec);
    }

    private Codec codec(int oid) {
        return fields.stream()
                .filter(field -> field.oid() == oid)
                .map(Field::codec)
                .findFirst()
                .or(() -> BuiltIn.of(oid).map(BuiltIn::codec))
                .or(() -> BuiltIn.ofElements(oid).map(BuiltIn::arrayCodec))
                .orElse(Scalar.UNKNOWN);
    }
}
